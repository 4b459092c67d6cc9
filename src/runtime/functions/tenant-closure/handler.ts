import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TENANT_ID } from '../../../contract/identifiers';
import { TENANT_ROLE } from '../../../contract/roles';
import { CLOSURE_ROUTE } from '../../../contract/routes';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { callerOf, userOf } from '../../library/guard';
import { pathSegment } from '../../library/path-segment';
import type { ScopedClients } from '../../library/scoped-clients';
import { requireOwnMembership } from '../../members/own-membership';
import { userCaller } from '../../tenants/actor';
import { notAnAdmin } from '../../tenants/admin-check';
import { closeTenantBody } from '../../tenants/close-tenant-body';
import { closeTenant, restoreTenant } from '../../tenants/closure';
import { endOfGracePeriod } from '../../tenants/grace-period';
import { userScopes } from '../../tenants/request-scope';
import { tenantResponse } from '../../tenants/tenant-response';
import type { Caller, TenantScope } from '../../tenants/tenant-scope';
import { requireRecentSignIn } from '../../users/recent-sign-in';

export interface TenantClosureHandlerProps {
  /** Clients that can access the rows of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  /** Clients that can access the rows of the user in the token. */
  readonly userRows: ScopedClients<DynamoDBDocumentClient>;
  readonly tables: TableNames;
  readonly gracePeriodDays: number;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** Closes tenants for their admins, and restores them. */
export function createHandler({ tenantRows, userRows, tables, gracePeriodDays, allowOrigins, logger }: TenantClosureHandlerProps) {
  const scopeOf = userScopes(tenantRows, tables, logger);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: CLOSURE_ROUTE.closeTenant,
        answer: async (event) => {
          const scope = await scopeOf(event, CLOSURE_ROUTE.closeTenant);
          requireRecentSignIn(callerOf(event));
          const { name, reason } = closeTenantBody(jsonBody(event));
          const tenant = await closeTenant(scope, name, { reason, deleteAt: endOfGracePeriod(gracePeriodDays) });
          logger.info('The tenant was closed');
          return tenantResponse(tenant, 202);
        },
      },
      {
        route: CLOSURE_ROUTE.restoreTenant,
        answer: async (event) => {
          const user = userOf(event);
          const { userId } = user;
          const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
          const scope = await adminScope(userRows.forRequest(event), { userId, tenantId, ...await userCaller(event, user, logger) });
          logger.appendKeys({ tenantId });
          const tenant = await restoreTenant(scope);
          logger.info('The tenant was restored');
          return tenantResponse(tenant);
        },
      },
    ],
  });

  /**
   * Returns the scope of a user who is an admin of a tenant that no token carries. The tenant is used only if the user's own rows name it.
   *
   * @throws ProblemError 404 for a user who is not a member, 403 for one who is not an admin
   */
  async function adminScope(
    ownRows: DynamoDBDocumentClient, { userId, tenantId, ...caller }: Caller & { readonly userId: string; readonly tenantId: string },
  ): Promise<TenantScope> {
    const { role } = await requireOwnMembership({ tables, tenantRows }, ownRows, { userId, tenantId });
    if (role !== TENANT_ROLE.admin) {
      throw notAnAdmin();
    }
    return { client: tenantRows.forId(tenantId), tables, tenantId, ...caller };
  }
}
