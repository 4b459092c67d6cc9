import { Button, Card, Heading } from '@aws-amplify/ui-react';
import { lazy, Suspense, useState } from 'react';
import { SessionsCard } from './sessions-card';
import { useFeature } from '../configuration/features';
import { useSignedInPerson } from '../session/use-signed-in-person';
import { PartMissingError } from '../states/part-missing-error';
import { Page } from '../ui/page';
import './account.css';

// It contains the code of a sign-in, which the page itself doesn't need.
const DeleteDialog = lazy(async () => import('./delete-dialog').catch((error: unknown) => {
  throw new PartMissingError({ cause: error });
}));

/** The account of the signed-in person, also without a tenant. */
export function AccountPage() {
  const { email } = useSignedInPerson();
  const hasSessions = useFeature('sessions');
  const canBeDeleted = useFeature('accountDeletion');
  return (
    <Page title="Your account" intro={email === undefined ? 'The account that you sign in with.' : `You're signed in as ${email}.`}>
      {hasSessions && <SessionsCard />}
      {canBeDeleted && <DeletionCard />}
    </Page>
  );
}

function DeletionCard() {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Card className="card account-danger">
      <Heading level={2} className="account-card__heading">Delete your account</Heading>
      <p className="account-card__text">You leave all tenants, and tenants without other members are closed. This can't be undone.</p>
      <Button variation="destructive" onClick={() => setIsAsking(true)}>Delete account</Button>
      {isAsking && <Suspense><DeleteDialog onClose={() => setIsAsking(false)} /></Suspense>}
    </Card>
  );
}
