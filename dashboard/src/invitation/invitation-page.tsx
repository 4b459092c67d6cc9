import './invitation.css';
import { invitationCodeOf } from 'cdk-tenancy-web';
import { CodeForm } from './code-form';
import { GivenInvitation } from './given-invitation';
import { keepInvitation, useGivenInvitation } from '../app/given-invitation';
import { Page } from '../shell/page';

/** The page that the link of an invitation leads to. */
export function InvitationPage() {
  const text = useGivenInvitation();
  const code = text === undefined ? undefined : invitationCodeOf(text);
  return (
    <Page title="Invitation" intro={code === undefined ? 'Paste your invitation link.' : "You've been invited to join a tenant."}>
      {code === undefined
        ? <CodeForm isRefused={text !== undefined} onCode={keepInvitation} />
        : <GivenInvitation key={code} code={code} onOther={() => keepInvitation(undefined)} />}
    </Page>
  );
}
