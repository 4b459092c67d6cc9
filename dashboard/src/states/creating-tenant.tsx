import { Card, Heading, Loader } from '@aws-amplify/ui-react';

/** Shown while a tenant is set up. It has no button, because the page continues by itself. */
export function CreatingTenant() {
  return (
    <Card className="card message">
      <Loader className="message__loader" size="large" ariaLabel="Setting up your tenant" />
      <Heading level={2} className="message__heading">Setting up your tenant</Heading>
      <p className="message__text">Welcome! This takes a few seconds. The page continues by itself.</p>
    </Card>
  );
}
