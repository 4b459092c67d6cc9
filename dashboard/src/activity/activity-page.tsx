import './activity.css';
import { AUDIT_READERS } from 'cdk-tenancy-web';
import { useAuditRecords } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { ActivityControls } from './activity-controls';
import { ActivityList } from './activity-list';
import { usePeople } from './use-people';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { Message } from '../ui/message';
import { Page } from '../ui/page';

export function ActivityPage() {
  return (
    <Page title="Activity" intro="See who changed what in your tenant, and when. A change appears here after a few seconds.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ tenantId, role = '' }) => (AUDIT_READERS.includes(role)
          ? <Activity key={tenantId} tenantId={tenantId} />
          : <Message heading="Only admins and auditors can see the activity">Ask an admin of your tenant if you need to see it.</Message>)}
      </WithActiveTenant>
    </Page>
  );
}

function Activity({ tenantId }: { readonly tenantId: string }) {
  const [filter, setFilter] = useState<{ readonly actor?: string; readonly action?: string }>({});
  const query = useAuditRecords(tenantId, filter);
  const people = usePeople(query);
  return (
    <div className="activity">
      <ActivityControls tenantId={tenantId} people={people} filter={filter} onFilter={setFilter} onRefresh={query.refetch} />
      <ActivityList query={query} people={people} isFiltered={filter.actor !== undefined || filter.action !== undefined} />
    </div>
  );
}
