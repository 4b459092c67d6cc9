import './members.css';
import { useTenant } from 'cdk-tenancy-web/react';
import { LeaveCard } from './leave-card';
import { MemberList } from './member-list';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { Page } from '../ui/page';

export function MembersPage() {
  return (
    <Page title="Members" intro="The people in your tenant. Admins can change roles and remove members.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ tenantId, userId, role }) => <Members key={tenantId} tenantId={tenantId} userId={userId} role={role} />}
      </WithActiveTenant>
    </Page>
  );
}

interface MembersProps {
  readonly tenantId: string;
  readonly userId: string;
  readonly role?: string;
}

function Members({ tenantId, userId, role }: MembersProps) {
  const { data: tenant } = useTenant(tenantId);
  return (
    <>
      <MemberList tenantId={tenantId} userId={userId} role={role} />
      <LeaveCard tenantId={tenantId} name={tenant?.name} />
    </>
  );
}
