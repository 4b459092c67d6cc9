import { Card, Heading } from '@aws-amplify/ui-react';
import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useEffect, useRef } from 'react';
import { CopyButton } from '../shell/copy-button';

/** What an invitation that was just made leads to. Where no mail carries the link, this is the one time that it is shown. */
export function IssuedNotice({ invitation: { email, code, link } }: { readonly invitation: IssuedInvitation }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const what = link === undefined ? 'code' : 'link';
  const secret = link ?? code;
  return (
    <Card className="card issued">
      <Heading ref={heading} level={2} tabIndex={-1} className="invitations__heading">{email} is invited</Heading>
      {secret === undefined
        ? <p className="issued__text">We have sent them an email with what they need.</p>
        : (
          <>
            <p className="issued__text">Send this {what} to them. It is shown this once, and only who has that email can use it.</p>
            <p className="issued__secret"><code>{secret}</code> <CopyButton text={secret} what={`invitation ${what}`} /></p>
          </>
        )}
    </Card>
  );
}
