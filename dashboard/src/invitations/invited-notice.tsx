import { Card, Heading } from '@aws-amplify/ui-react';
import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useEffect, useRef } from 'react';
import type { InviteResult } from './invite-result';
import { useLinkToShare } from './use-link-to-share';
import { CopyButton } from '../shell/copy-button';
import { changeErrorText } from '../states/change-error-texts';

interface InvitedNoticeProps {
  readonly tenantId: string;
  readonly results: readonly InviteResult[];
}

/** What became of each address. Where no mail carries the links, this is the only time they are shown. */
export function InvitedNotice({ tenantId, results }: InvitedNoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const invited = results.flatMap((result) => ('invitation' in result ? [result] : []));
  const refused = results.flatMap((result) => ('error' in result ? [result] : []));
  return (
    <Card className="card issued">
      <Heading ref={heading} level={2} tabIndex={-1} className="invitations__heading">{headingOf(invited.map(({ email }) => email), results.length)}</Heading>
      {invited.length > 0 && <p className="issued__text">{introOf(invited.map(({ invitation }) => invitation))}</p>}
      <ul className="issued__list">
        {invited.map(({ email, invitation }) => (
          <li key={email}>
            {results.length > 1 && <span className="people__name">{email}</span>}
            <Secret tenantId={tenantId} invitation={invitation} />
          </li>
        ))}
        {refused.map(({ email, error }) => (
          <li key={email}>
            <span className="people__name">{email}</span>
            <p className="issued__error">Not invited. {changeErrorText(error)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Secret({ tenantId, invitation: { email, code, link } }: { readonly tenantId: string; readonly invitation: IssuedInvitation }) {
  const shared = useLinkToShare(tenantId, { link, email });
  const secret = shared ?? code;
  if (secret === undefined) return null;
  return (
    <p className="issued__secret">
      <code>{secret}</code> <CopyButton text={secret} what={`invitation ${link === undefined ? 'code' : 'link'} for ${email}`} />
    </p>
  );
}

function headingOf(emails: readonly string[], tried: number): string {
  if (emails.length === 0) return 'Nobody was invited';
  if (tried > emails.length) return `${emails.length} of ${tried} people are invited`;
  return emails.length === 1 ? `${emails[0]} is invited` : `${emails.length} people are invited`;
}

function introOf([{ code, link }, ...others]: readonly IssuedInvitation[]): string {
  const isOne = others.length === 0;
  if (code === undefined && link === undefined) return `We've sent ${isOne ? 'them an email' : 'each of them an email'} with a link.`;
  const what = link === undefined ? 'code' : 'link';
  return isOne
    ? `Send them this ${what}. It's shown only once, and only the owner of that email address can use it.`
    : `Send each person their ${what}. The ${what}s are shown only once, and only the owner of the address can use them.`;
}
