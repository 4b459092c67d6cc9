import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describeExport } from './describe-export';
import type { ExportStore } from './export-state';
import { requestExport, type RequestExportProps } from './request-export';
import { EXPORT_ID } from '../../contract/identifiers';
import type { Route } from '../../contract/routes';
import type { ApiOperation } from '../http/api-handler';
import { jsonResponse } from '../http/json-response';
import { pageRequest } from '../http/pages';
import { pathSegment } from '../library/path-segment';
import type { ScopeOfRequest } from '../tenants/request-scope';
import type { TenantScope } from '../tenants/tenant-scope';

export interface ExportOperationsProps extends RequestExportProps {
  readonly routes: { readonly requestExport: Route; readonly describeExport: Route };
  readonly scopeOf: ScopeOfRequest;
  readonly storeOf: (tenantId: string) => ExportStore;
  /** Checks of callers beyond those of the gateway. */
  readonly check?: {
    /** @throws ProblemError for a caller who cannot request an export */
    readonly request: (scope: TenantScope, event: APIGatewayProxyEvent) => Promise<void>;
    /** @throws ProblemError for a caller who cannot download an export */
    readonly describe: (scope: TenantScope) => Promise<void>;
  };
  readonly logger: Logger;
}

/** The operations that export a tenant, for the routes of one of the APIs. */
export function exportOperations({ routes, scopeOf, storeOf, check, logger, ...props }: ExportOperationsProps): ApiOperation[] {
  return [
    {
      route: routes.requestExport,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.requestExport);
        await check?.request(scope, event);
        const requested = await requestExport(props, scope, storeOf(scope.tenantId));
        logger.info('An export was requested', { ...requested });
        return jsonResponse(requested, {}, 202);
      },
    },
    {
      route: routes.describeExport,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.describeExport);
        await check?.describe(scope);
        const exportId = pathSegment(event, 'exportId', EXPORT_ID);
        const described = await describeExport(storeOf(scope.tenantId), { tenantId: scope.tenantId, exportId }, pageRequest(event, 1));
        if (described.url !== undefined) {
          logger.info('Links to an export were issued', { exportId });
        }
        return jsonResponse(described);
      },
    },
  ];
}
