import { AUDIT_READERS, TENANT_ROLE } from 'cdk-tenancy-web';
import { useActiveTenant } from 'cdk-tenancy-web/react';
import { NavLink } from 'react-router';
import { Account } from './account';
import { TenantSwitcher } from './tenant-switcher';
import { Brand } from '../configuration/brand';
import { useFeature } from '../configuration/features';

export function Header() {
  const active = useActiveTenant();
  const hasTenant = active.status === 'active';
  const hasMembers = useFeature('members') && hasTenant;
  const hasInvitations = useFeature('invitations') && hasTenant && active.role === TENANT_ROLE.admin;
  const hasActivity = useFeature('audit') && hasTenant && AUDIT_READERS.includes(active.role ?? '');
  return (
    <header className="header">
      <div className="header__inner">
        <Brand />
        {hasTenant && <TenantSwitcher userId={active.userId} activeId={active.tenantId} />}
        <nav className="nav" aria-label="Main">
          <NavLink to="/" end className="nav__link">Tenant</NavLink>
          {hasMembers && <NavLink to="/members" className="nav__link">Members</NavLink>}
          {hasInvitations && <NavLink to="/invitations" className="nav__link">Invitations</NavLink>}
          {hasActivity && <NavLink to="/activity" className="nav__link">Activity</NavLink>}
          <NavLink to="/tenants" end className="nav__link">My tenants</NavLink>
        </nav>
        <Account />
      </div>
    </header>
  );
}
