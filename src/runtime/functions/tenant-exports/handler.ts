import { EXPORT_ROUTE } from '../../../contract/routes';
import type { ExportApi } from '../../exports/export-api';
import { exportOperations } from '../../exports/export-operations';
import { createApiHandler } from '../../http/api-handler';
import { callerOf } from '../../library/guard';
import { requireActiveTenant } from '../../tenants/active-tenant';
import { requireCurrentAdmin } from '../../tenants/admin-check';
import { userScopes } from '../../tenants/request-scope';
import { requireRecentSignIn } from '../../users/recent-sign-in';

/** Exports tenants for their admins. An export has the data of all members, so the membership is read again at every request. */
export function createHandler({ tables, tenantRows, storeOf, request, allowOrigins, logger }: ExportApi) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: exportOperations({
      ...request,
      routes: EXPORT_ROUTE,
      scopeOf: userScopes(tenantRows, tables, logger),
      storeOf,
      check: {
        request: async (scope, event) => {
          requireRecentSignIn(callerOf(event));
          await requireCurrentAdmin(scope);
          await requireActiveTenant(scope);
        },
        describe: requireCurrentAdmin,
      },
      logger,
    }),
  });
}
