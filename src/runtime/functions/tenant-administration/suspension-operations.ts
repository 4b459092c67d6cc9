import type { Logger } from '@aws-lambda-powertools/logger';
import { SUSPENSION_ROUTE } from '../../../contract/admin-routes';
import type { ApiOperation } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import type { ScopeOfRequest } from '../../tenants/request-scope';
import { suspendTenantBody } from '../../tenants/suspend-tenant-body';
import { reactivateTenant, suspendTenant } from '../../tenants/suspension';
import { administratedTenantResponse } from '../../tenants/tenant-response';

export interface SuspensionOperationsProps {
  readonly scopeOf: ScopeOfRequest;
  readonly logger: Logger;
}

/** The operations that suspend a tenant and end its suspension. */
export function suspensionOperations({ scopeOf, logger }: SuspensionOperationsProps): ApiOperation[] {
  return [
    {
      route: SUSPENSION_ROUTE.suspendTenant,
      answer: async (event) => {
        const scope = await scopeOf(event, SUSPENSION_ROUTE.suspendTenant);
        const { reason } = suspendTenantBody(jsonBody(event));
        const tenant = await suspendTenant(scope, reason);
        logger.info('The tenant was suspended');
        return administratedTenantResponse(tenant);
      },
    },
    {
      route: SUSPENSION_ROUTE.reactivateTenant,
      answer: async (event) => {
        const scope = await scopeOf(event, SUSPENSION_ROUTE.reactivateTenant);
        const tenant = await reactivateTenant(scope);
        logger.info('The tenant was reactivated');
        return administratedTenantResponse(tenant);
      },
    },
  ];
}
