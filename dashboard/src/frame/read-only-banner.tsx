import { TENANT_ACCESS } from 'cdk-tenancy-web';
import { useActiveTenant, useTenant } from 'cdk-tenancy-web/react';
import { LiveRegion } from '../ui/live-region';

/** Tells people that their tenant is suspended, and that they can still read. */
export function ReadOnlyBanner() {
  const active = useActiveTenant();
  const tenantId = active.status === 'active' && active.access === TENANT_ACCESS.readOnly ? active.tenantId : undefined;
  const { data: tenant } = useTenant(tenantId);
  return (
    <LiveRegion>
      {tenantId !== undefined && (
        <p className="banner__text">
          {tenant === undefined ? 'This tenant' : `“${tenant.name}”`} is read-only, because it's suspended. You can see everything, but you can't change
          anything. No data is lost. Ask the operator of this service.
        </p>
      )}
    </LiveRegion>
  );
}
