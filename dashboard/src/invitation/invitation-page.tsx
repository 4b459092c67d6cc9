import './invitation.css';
import { invitationCodeOf } from 'cdk-tenancy-web';
import { CodeForm } from './code-form';
import { GivenInvitation } from './given-invitation';
import { keepInvitation, useGivenInvitation } from '../app/given-invitation';
import { Page } from '../shell/page';

/** Where the link of an invitation leads to. */
export function InvitationPage() {
  const text = useGivenInvitation();
  const code = text === undefined ? undefined : invitationCodeOf(text);
  return (
    <Page title="Invitation" intro="Somebody wants you in their tenant.">
      {code === undefined
        ? <CodeForm isRefused={text !== undefined} onCode={keepInvitation} />
        : <GivenInvitation key={code} code={code} onOther={() => keepInvitation(undefined)} />}
    </Page>
  );
}
