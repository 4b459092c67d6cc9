import { Card, Heading } from '@aws-amplify/ui-react';
import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useEffect, useRef } from 'react';
import { type InviteResult, isInvited, isUncertain, resultText } from './invite-result';
import { useLinkToShare } from './use-link-to-share';
import { CopyButton } from '../ui/copy-button';

interface InvitedNoticeProps {
  readonly tenantId: string;
  readonly results: readonly InviteResult[];
  /** The number of addresses that were left when the session ended. */
  readonly unreached: number;
  readonly takesFocus: boolean;
}

/** The result for each address. If no email is sent, the links are shown only here. */
export function InvitedNotice({ tenantId, results, unreached, takesFocus }: InvitedNoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const issued = results.flatMap((result) => ('invitation' in result ? [result] : []));
  const failed = results.flatMap((result) => ('error' in result ? [result] : []));
  return (
    <Card className="card issued">
      <Heading ref={heading} level={2} tabIndex={-1} className="invitations__heading">{headingOf(results, unreached)}</Heading>
      {issued.length > 0 && <p className="issued__text">{introOf(issued.map(({ invitation }) => invitation))}</p>}
      <ul className="issued__list">
        {issued.map(({ email, invitation }) => (
          <li key={email}>
            {results.length > 1 && <span className="people__name">{email}</span>}
            <Secret tenantId={tenantId} invitation={invitation} />
          </li>
        ))}
        {failed.map((result) => (
          <li key={result.email}>
            <span className="people__name">{result.email}</span>
            <p className="issued__error">{isInvited(result) || isUncertain(result) ? '' : 'Not invited. '}{resultText(result)}</p>
          </li>
        ))}
      </ul>
      {unreached > 0 && <p className="issued__text">Your session ended before all invitations were sent. The other addresses are still in the form.</p>}
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

function headingOf(results: readonly InviteResult[], unreached: number): string {
  const emails = results.filter(isInvited).map(({ email }) => email);
  const tried = results.length + unreached;
  if (emails.length === 0) return results.some(isUncertain) ? "We don't know whether anyone was invited" : 'Nobody was invited';
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
