import type { Logger } from '@aws-lambda-powertools/logger';
import { CLOSURE_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import type { ApiOperation } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { cancelClosure, scheduleClosure } from '../../tenants/closure';
import { endOfGracePeriod } from '../../tenants/grace-period';
import type { ScopeOfRequest } from '../../tenants/request-scope';
import { scheduleClosureBody } from '../../tenants/schedule-closure-body';
import { administratedTenantResponse } from '../../tenants/tenant-response';

export interface ClosureOperationsProps {
  readonly scopeOf: ScopeOfRequest;
  readonly gracePeriodDays: number;
  readonly logger: Logger;
}

/** The operations that schedule the deletion of a tenant and cancel it. */
export function closureOperations({ scopeOf, gracePeriodDays, logger }: ClosureOperationsProps): ApiOperation[] {
  return [
    {
      route: CLOSURE_ADMINISTRATION_ROUTE.closeTenant,
      answer: async (event) => {
        const scope = await scopeOf(event, CLOSURE_ADMINISTRATION_ROUTE.closeTenant);
        // A request without a body closes the tenant with the grace period of the application.
        const { deleteAt = endOfGracePeriod(gracePeriodDays), reason } = scheduleClosureBody(event.body ? jsonBody(event) : {});
        const tenant = await scheduleClosure(scope, { deleteAt, reason });
        logger.info('The tenant was closed');
        return administratedTenantResponse(tenant, 202);
      },
    },
    {
      route: CLOSURE_ADMINISTRATION_ROUTE.cancelClosure,
      answer: async (event) => {
        const tenant = await cancelClosure(await scopeOf(event, CLOSURE_ADMINISTRATION_ROUTE.cancelClosure));
        logger.info('The closure of the tenant was cancelled');
        return administratedTenantResponse(tenant);
      },
    },
  ];
}
