import { type ActiveTenant, useActiveTenant } from 'cdk-tenancy-web/react';
import type { ReactNode } from 'react';
import { useCreationAnnounced } from './use-creation-announced';
import { CreatingTenant } from '../states/creating-tenant';
import { DelayedTenant } from '../states/delayed-tenant';
import { ErrorNotice } from '../states/error-notice';
import { InactiveTenant } from '../states/inactive-tenant';
import { NoTenant } from '../states/no-tenant';

interface WithActiveTenantProps {
  readonly skeleton: ReactNode;
  readonly children: (tenant: Extract<ActiveTenant, { status: 'active' }>) => ReactNode;
}

/** Shows content about the active tenant, or says why there is none. */
export function WithActiveTenant({ skeleton, children }: WithActiveTenantProps) {
  const active = useActiveTenant();
  useCreationAnnounced(active.status);
  switch (active.status) {
    case 'active': return children(active);
    case 'loading': return skeleton;
    case 'creating': return <CreatingTenant />;
    case 'none': return <NoTenant lookAgain={active.lookAgain} />;
    case 'inactive': return <InactiveTenant tenants={active.tenants} lookAgain={active.lookAgain} />;
    case 'delayed': return <DelayedTenant lookAgain={active.lookAgain} />;
    case 'error': return <ErrorNotice error={active.error} tryAgain={active.lookAgain} skeleton={skeleton} />;
  }
}
