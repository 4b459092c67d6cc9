// Outlines shown before the content. They use only the styles of Amplify UI, so that the first paint doesn't wait for the library.
// Each outline has the height of the content that replaces it.

export function HeadSkeleton() {
  return (
    <div className="page-head page-head--skeleton" aria-hidden="true">
      <div className="amplify-placeholder skeleton__title" />
      <div className="amplify-placeholder skeleton__intro" />
    </div>
  );
}

export function TenantSkeleton() {
  return <Skeleton name="tenant" bars={['name', 'fact', 'fact']} />;
}

export function TenantsSkeleton() {
  return <Skeleton name="tenants" bars={['name', 'fact']} />;
}

/** The outline of a page whose code is still loading. */
export function PageSkeleton() {
  return (
    <>
      <HeadSkeleton />
      <TenantsSkeleton />
    </>
  );
}

export function SignInSkeleton() {
  return <Skeleton name="sign-in" bars={['fact', 'field', 'field', 'field']} />;
}

interface SkeletonProps {
  readonly name: string;
  readonly bars: ReadonlyArray<'name' | 'fact' | 'field'>;
}

function Skeleton({ name, bars }: SkeletonProps) {
  return (
    <div className={`amplify-card card skeleton skeleton--${name}`} role="status" aria-busy="true" aria-label="Loading">
      {bars.map((bar, index) => <div key={index} className={`amplify-placeholder skeleton__${bar}`} />)}
    </div>
  );
}
