import { Button, Card, Heading } from '@aws-amplify/ui-react';
import { useSignOutEverywhere } from 'cdk-tenancy-web/react';
import { useSession } from '../session/session-context';
import { ChangeFailed } from '../states/change-failed';

/** Ends all sessions of the person. The sign-in page follows, because this session is one of them. */
export function SessionsCard() {
  const { signOut } = useSession();
  const ending = useSignOutEverywhere();
  // Until the page has changed to the sign-in.
  const isBusy = ending.isPending || ending.isSuccess;
  const onClick = async () => {
    try {
      await ending.mutateAsync();
    } catch {
      return;
    }
    await signOut();
  };
  return (
    <Card className="card">
      <Heading level={2} className="account-card__heading">Sign out everywhere</Heading>
      <p className="account-card__text">
        You're signed out on all devices, also on this one. If someone may know your password, reset it on the sign-in page afterwards.
      </p>
      <div role="alert"><ChangeFailed heading="You weren't signed out" error={ending.error} isPending={isBusy} /></div>
      <Button isLoading={isBusy} loadingText="Signing out…" onClick={() => void onClick()}>Sign out everywhere</Button>
    </Card>
  );
}
