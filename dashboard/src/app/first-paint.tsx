import { hasStoredUser } from '../session/stored-user';
import { HeadSkeleton, SignInSkeleton, TenantSkeleton, TenantsSkeleton } from '../states/skeletons';

/** What is there while nothing is: the outline of what will most likely follow, in the same places. */
export function FirstPaint() {
  return hasStoredUser()
    ? (
      <div className="shell">
        <header className="header"><div className="header__inner" /></header>
        <main className="main"><HeadSkeleton />{window.location.pathname === '/' ? <TenantSkeleton /> : <TenantsSkeleton />}</main>
      </div>
    )
    : <main className="sign-in"><SignInSkeleton /></main>;
}
