import { Button, Card, SelectField } from '@aws-amplify/ui-react';
import type { AuditQuery, MemberRepresentation } from 'cdk-tenancy-web';
import { useState } from 'react';
import { ACTION_LABEL } from './action-labels';
import { ActivityDownload } from './activity-download';
import type { Names } from './record-texts';

interface ActivityControlsProps {
  readonly tenantId: string;
  readonly members: readonly MemberRepresentation[];
  readonly names?: Names;
  readonly filter: AuditQuery;
  readonly onFilter: (filter: AuditQuery) => void;
  readonly onRefresh: () => Promise<unknown>;
}

/** The filter of the list, and the buttons that load it again and download it. */
export function ActivityControls({ tenantId, members, names, filter, onFilter, onRefresh }: ActivityControlsProps) {
  const [isRefreshing, setIsRefreshing] = useState(false);
  const refresh = async () => {
    if (isRefreshing) return;
    setIsRefreshing(true);
    await onRefresh();
    setIsRefreshing(false);
  };
  return (
    <Card className="card activity__controls">
      <div className="activity__filter">
        {names && (
          <SelectField label="Person" value={filter.actor ?? ''} onChange={({ target }) => onFilter({ ...filter, actor: target.value || undefined })}>
            <option value="">Everybody</option>
            {members.map(({ userId, name, email }) => <option key={userId} value={userId}>{name} ({email})</option>)}
          </SelectField>
        )}
        <SelectField label="Action" value={filter.action ?? ''} onChange={({ target }) => onFilter({ ...filter, action: target.value || undefined })}>
          <option value="">All actions</option>
          {Object.entries(ACTION_LABEL).map(([action, label]) => <option key={action} value={action}>{label}</option>)}
        </SelectField>
      </div>
      <div className="buttons">
        {/* The button keeps the focus while the list is loading, so it isn't disabled. */}
        <Button aria-disabled={isRefreshing} onClick={() => void refresh()}>{isRefreshing ? 'Refreshing…' : 'Refresh'}</Button>
        <ActivityDownload tenantId={tenantId} filter={filter} names={names} />
      </div>
    </Card>
  );
}
