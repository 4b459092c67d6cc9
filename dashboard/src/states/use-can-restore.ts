import type { TenantsOfUser } from 'cdk-tenancy-web';
import { useFeature } from '../configuration/features';

/** Whether the signed-in person can restore a tenant. */
export function useCanRestore({ isRestorable = false }: TenantsOfUser['tenants'][number]): boolean {
  return useFeature('closure') && isRestorable;
}
