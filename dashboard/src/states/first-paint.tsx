import { HeadSkeleton, SignInSkeleton, TenantSkeleton, TenantsSkeleton } from './skeletons';
import { hasStoredUser } from '../session/stored-user';

/** The outline of the page that will probably follow. */
export function FirstPaint() {
  return hasStoredUser()
    ? (
      <div className="frame">
        <header className="header"><div className="header__inner" /></header>
        <main className="main"><HeadSkeleton />{window.location.pathname === '/' ? <TenantSkeleton /> : <TenantsSkeleton />}</main>
      </div>
    )
    : <main className="sign-in"><SignInSkeleton /></main>;
}
