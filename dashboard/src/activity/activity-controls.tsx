import { Button, Card, SelectField } from '@aws-amplify/ui-react';
import type { AuditQuery } from 'cdk-tenancy-web';
import { useState } from 'react';
import { ACTION_LABEL } from './action-labels';
import { ActivityDownload } from './activity-download';
import type { People } from './people';
import { PersonField } from './person-field';

interface ActivityControlsProps {
  readonly tenantId: string;
  readonly people: People;
  readonly filter: AuditQuery;
  readonly onFilter: (filter: AuditQuery) => void;
  readonly onRefresh: () => Promise<unknown>;
}

/** The filter of the list, and the buttons that load it again and download it. */
export function ActivityControls({ tenantId, people, filter, onFilter, onRefresh }: ActivityControlsProps) {
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
        <PersonField tenantId={tenantId} people={people} userId={filter.actor} onChange={(actor) => onFilter({ ...filter, actor })} />
        <SelectField label="Action" value={filter.action ?? ''} onChange={({ target }) => onFilter({ ...filter, action: target.value || undefined })}>
          <option value="">All actions</option>
          {Object.entries(ACTION_LABEL).map(([action, label]) => <option key={action} value={action}>{label}</option>)}
        </SelectField>
      </div>
      <div className="buttons">
        {/* The button keeps the focus while the list is loading, so it isn't disabled. */}
        <Button aria-disabled={isRefreshing} onClick={() => void refresh()}>{isRefreshing ? 'Refreshing…' : 'Refresh'}</Button>
        <ActivityDownload tenantId={tenantId} filter={filter} />
      </div>
    </Card>
  );
}
