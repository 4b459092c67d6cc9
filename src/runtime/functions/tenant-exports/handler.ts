import { EXPORT_ROUTE } from '../../../contract/routes';
import type { ExportApi } from '../../exports/export-api';
import { exportOperations } from '../../exports/export-operations';
import { createApiHandler } from '../../http/api-handler';
import { callerOf } from '../../library/guard';
import { requireCurrentAdmin } from '../../tenants/admin-check';
import { userScopes } from '../../tenants/request-scope';
import { inactiveTenant } from '../../tenants/tenant-refusals';
import { requireRecentSignIn } from '../../users/recent-sign-in';

/** Exports tenants for their admins. An export has the data of all members, so the membership is read again at every request. */
export function createHandler({ tables, tenantRows, storeOf, machine, allowOrigins, logger }: ExportApi) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: exportOperations({
      ...machine,
      routes: EXPORT_ROUTE,
      scopeOf: userScopes(tenantRows, tables, logger),
      storeOf,
      refusalFor: inactiveTenant,
      check: {
        request: async (scope, event) => {
          requireRecentSignIn(callerOf(event));
          await requireCurrentAdmin(scope);
        },
        describe: requireCurrentAdmin,
      },
      logger,
    }),
  });
}
