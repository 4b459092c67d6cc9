import type { ActiveTenant } from 'cdk-tenancy-web/react';
import { useEffect, useRef } from 'react';
import { useAnnounce } from '../ui/announcer';

/** Tells screen readers that a tenant is being set up, and that it is ready. */
export function useCreationAnnounced(status: ActiveTenant['status']): void {
  const announce = useAnnounce();
  const wasCreating = useRef(false);
  useEffect(() => {
    if (status === 'creating') announce('Setting up your tenant. This takes a few seconds.');
    if (status === 'active' && wasCreating.current) announce('Your tenant is ready.');
    if (status !== 'loading') wasCreating.current = status === 'creating';
  }, [status, announce]);
}
