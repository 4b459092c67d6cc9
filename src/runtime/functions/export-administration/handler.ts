import { EXPORT_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import type { ExportApi } from '../../exports/export-api';
import { exportOperations } from '../../exports/export-operations';
import { unexportableTenant } from '../../exports/request-export';
import { createApiHandler } from '../../http/api-handler';
import { principalScopes } from '../../tenants/request-scope';

/** Exports tenants for operators and services. IAM authorizes the callers, who need not be members. */
export function createHandler({ tables, tenantRows, storeOf, machine, allowOrigins, logger }: ExportApi) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: exportOperations({
      ...machine,
      routes: EXPORT_ADMINISTRATION_ROUTE,
      scopeOf: principalScopes(tenantRows.forId, tables, logger),
      storeOf,
      refusalFor: unexportableTenant,
      logger,
    }),
  });
}
