import './danger-zone.css';
import { Button, Card, Heading } from '@aws-amplify/ui-react';
import type { TaggedTenant } from 'cdk-tenancy-web';
import { lazy, Suspense, useState } from 'react';
import { PartMissingError } from '../states/part-missing-error';

// It contains the code of a sign-in, which the first page doesn't need.
const CloseDialog = lazy(async () => import('./close-dialog').catch((error: unknown) => {
  throw new PartMissingError({ cause: error });
}));

/** Lets an admin close the tenant. */
export function DangerZone({ tenant }: { readonly tenant: TaggedTenant }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Card className="card danger-zone">
      <Heading level={2} className="danger-zone__heading">Danger zone</Heading>
      <p className="danger-zone__text">If you close this tenant, all members lose access, and it's deleted later. Until then, an admin can restore it.</p>
      <Button variation="destructive" onClick={() => setIsAsking(true)}>Close tenant</Button>
      {isAsking && <Suspense><CloseDialog tenant={tenant} onClose={() => setIsAsking(false)} /></Suspense>}
    </Card>
  );
}
