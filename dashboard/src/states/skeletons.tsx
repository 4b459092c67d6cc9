import { Card, Placeholder } from '@aws-amplify/ui-react';

// Each is as tall as what takes its place.

export function HeadSkeleton() {
  return (
    <div className="page-head page-head--skeleton" aria-hidden="true">
      <Placeholder className="skeleton__title" />
      <Placeholder className="skeleton__intro" />
    </div>
  );
}

export function TenantSkeleton() {
  return (
    <Card className="card skeleton skeleton--tenant" aria-busy="true" aria-label="Loading" role="status">
      <Placeholder className="skeleton__name" />
      <Placeholder className="skeleton__fact" />
      <Placeholder className="skeleton__fact" />
    </Card>
  );
}

export function TenantsSkeleton() {
  return (
    <Card className="card skeleton skeleton--tenants" aria-busy="true" aria-label="Loading" role="status">
      <Placeholder className="skeleton__name" />
      <Placeholder className="skeleton__fact" />
    </Card>
  );
}

export function SignInSkeleton() {
  return (
    <Card className="card skeleton skeleton--sign-in" aria-busy="true" aria-label="Loading" role="status">
      <Placeholder className="skeleton__fact" />
      <Placeholder className="skeleton__field" />
      <Placeholder className="skeleton__field" />
      <Placeholder className="skeleton__field" />
    </Card>
  );
}
