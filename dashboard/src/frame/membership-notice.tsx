import { Alert } from '@aws-amplify/ui-react';
import { useQuery } from '@tanstack/react-query';
import { useTenancy, useActiveTenant, useTenant } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { membershipChangeText, type Work } from './membership-change-text';
import { LiveRegion } from '../ui/live-region';

interface Change {
  readonly count: number;
  readonly now: Work;
  /** The previous tenant and role; absent until something has changed. */
  readonly before?: Work;
  readonly nameBefore?: string;
}

/** Says that the person's tenant or role has changed. The change can come from an admin or from another tab. */
export function MembershipNotice() {
  const active = useActiveTenant();
  const { client } = useTenancy();
  const { key } = useLocation();
  const tenantId = active.status === 'active' ? active.tenantId : undefined;
  const { data: tenant } = useTenant(tenantId);

  const [change, setChange] = useState<Change>();
  const [lastName, setLastName] = useState<string>();
  if (tenant !== undefined && tenant.tenantId === tenantId && tenant.name !== lastName) setLastName(tenant.name);

  const isKnown = active.status === 'active' || active.status === 'none' || active.status === 'inactive';
  const role = active.status === 'active' ? active.role : undefined;
  if (isKnown && (change === undefined || change.now.tenantId !== tenantId || change.now.role !== role)) {
    setChange({ count: (change?.count ?? 0) + 1, now: { tenantId, role }, before: change?.now, nameBefore: lastName });
  }

  const { data: tenants } = useQuery({
    queryKey: ['membership-change', change?.count],
    queryFn: async ({ signal }) => (await client.listTenants(isKnown ? active.userId : '', { signal })).tenants,
    enabled: isKnown && change?.before !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });

  // The notice stays until the person goes to another page.
  const [shown, setShown] = useState<{ readonly count: number; readonly at: string }>();
  if (tenants !== undefined && change !== undefined && shown?.count !== change.count) setShown({ count: change.count, at: key });

  const isShown = shown !== undefined && shown.count === change?.count && shown.at === key;
  const text = isShown && tenants !== undefined && change.before !== undefined
    ? membershipChangeText(change.before, change.now, change.nameBefore, tenants)
    : undefined;
  return (
    <LiveRegion>
      {text !== undefined && <Alert role="presentation" variation="info" className="notice">{text}</Alert>}
    </LiveRegion>
  );
}
