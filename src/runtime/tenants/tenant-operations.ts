import type { Logger } from '@aws-lambda-powertools/logger';
import { renameTenantBody } from './rename-tenant-body';
import type { ScopeOfRequest } from './request-scope';
import { readTenant, renameTenant, type Tenant } from './tenants';
import type { Route, TENANT_API_ROUTE } from '../../contract/routes';
import type { ApiOperation } from '../http/api-handler';
import { headerValues } from '../http/header-values';
import { ifMatchVersions } from '../http/if-match';
import { jsonBody } from '../http/json-body';

export interface TenantOperationsProps {
  /** The routes in the API of the function. Both APIs have them. */
  readonly routes: Readonly<Record<keyof Pick<typeof TENANT_API_ROUTE, 'getTenant' | 'renameTenant'>, Route>>;
  readonly scopeOf: ScopeOfRequest;
  /** Returns the response with the tenant, for the callers of the API. */
  readonly responseOf: (tenant: Tenant) => Response;
  readonly logger: Logger;
}

/** The operations on the tenant itself. */
export function tenantOperations({ routes, scopeOf, responseOf, logger }: TenantOperationsProps): ApiOperation[] {
  return [
    {
      route: routes.getTenant,
      answer: async (event) => responseOf(await readTenant(await scopeOf(event, routes.getTenant))),
    },
    {
      route: routes.renameTenant,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.renameTenant);
        const { name } = renameTenantBody(jsonBody(event));
        const versions = ifMatchVersions(headerValues(event, 'If-Match'));
        const tenant = await renameTenant(scope, { name, versions, updatedAt: new Date().toISOString() });
        logger.info('The tenant was renamed');
        return responseOf(tenant);
      },
    },
  ];
}
