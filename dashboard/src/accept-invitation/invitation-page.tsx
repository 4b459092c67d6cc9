import './invitation.css';
import { invitationCodeOf } from 'cdk-tenancy-web';
import { AnswerInvitation } from './answer-invitation';
import { CodeForm } from './code-form';
import { keepInvitation, useGivenInvitation } from '../invitation-link/given-invitation';
import { Page } from '../ui/page';

/** The page that an invitation link opens. */
export function InvitationPage() {
  const text = useGivenInvitation();
  const code = text === undefined ? undefined : invitationCodeOf(text);
  return (
    <Page title="Invitation" intro={code === undefined ? 'Paste your invitation link.' : "You've been invited to join a tenant."}>
      {code === undefined
        ? <CodeForm isRefused={text !== undefined} onCode={keepInvitation} />
        : <AnswerInvitation key={code} code={code} onOther={() => keepInvitation(undefined)} />}
    </Page>
  );
}
