import './activity.css';
import { AUDIT_READERS, type MemberRepresentation } from 'cdk-tenancy-web';
import { useAuditRecords } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { ActivityControls } from './activity-controls';
import { ActivityList } from './activity-list';
import type { Names } from './record-texts';
import { useAllMembers } from './use-all-members';
import { useFeature } from '../configuration/features';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { Message } from '../ui/message';
import { Page } from '../ui/page';

export function ActivityPage() {
  const hasMembers = useFeature('members');
  const Log = hasMembers ? ActivityOfMembers : ActivityOfIds;
  return (
    <Page title="Activity" intro="See who changed what in your tenant, and when. A change appears here after a few seconds.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ tenantId, role = '' }) => (AUDIT_READERS.includes(role)
          ? <Log key={tenantId} tenantId={tenantId} />
          : <Message heading="Only admins and auditors can see the activity">Ask an admin of your tenant if you need to see it.</Message>)}
      </WithActiveTenant>
    </Page>
  );
}

interface ActivityProps {
  readonly tenantId: string;
}

/** The log contains only ids, so the names come from the list of members. */
function ActivityOfMembers({ tenantId }: ActivityProps) {
  const { query, members } = useAllMembers(tenantId);
  if (members === undefined) return <NotLoaded query={query} skeleton={<TenantsSkeleton />} />;
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  return <Activity tenantId={tenantId} members={members} names={names} reloadNames={query.refetch} />;
}

/** Without the routes for members, there are no names. */
function ActivityOfIds({ tenantId }: ActivityProps) {
  return <Activity tenantId={tenantId} members={[]} />;
}

interface ActivityWithNamesProps extends ActivityProps {
  readonly members: readonly MemberRepresentation[];
  readonly names?: Names;
  readonly reloadNames?: () => Promise<unknown>;
}

function Activity({ tenantId, members, names, reloadNames }: ActivityWithNamesProps) {
  const [filter, setFilter] = useState<{ readonly actor?: string; readonly action?: string }>({});
  const query = useAuditRecords(tenantId, filter);
  const refresh = async () => Promise.all([reloadNames?.(), query.refetch()]);
  return (
    <div className="activity">
      <ActivityControls tenantId={tenantId} members={members} names={names} filter={filter} onFilter={setFilter} onRefresh={refresh} />
      <ActivityList query={query} names={names} isFiltered={filter.actor !== undefined || filter.action !== undefined} />
    </div>
  );
}
