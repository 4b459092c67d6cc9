import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { principalCaller, userCaller } from './actor';
import type { TenantScope } from './tenant-scope';
import { TENANT_ID } from '../../contract/identifiers';
import type { Route } from '../../contract/routes';
import type { TableNames } from '../environment/tables';
import { tenantOf } from '../library/guard';
import { pathSegment } from '../library/path-segment';
import type { ScopedClients } from '../library/scoped-clients';

/**
 * Returns the tenant and the caller of a request.
 *
 * @throws ProblemError if the caller is not allowed to use the route, or the tenant id in the path is invalid
 */
export type ScopeOfRequest<Tables extends TableNames = TableNames> = (event: APIGatewayProxyEvent, route: Route) => Promise<TenantScope<Tables>>;

/** Scopes of requests to the web-app API: the tenant and the user that the authorizer found in the token. */
export function userScopes<Tables extends TableNames>(
  tenantRows: ScopedClients<DynamoDBDocumentClient>,
  tables: Tables,
  logger: Logger,
): ScopeOfRequest<Tables> {
  return async (event, { role }) => {
    const caller = tenantOf(event, role);
    const { tenantId } = caller;
    logger.appendKeys({ tenantId });
    return { client: tenantRows.forRequest(event), tables, tenantId, ...await userCaller(event, caller, logger) };
  };
}

/**
 * Scopes of requests to the admin API: the tenant in the path, and the IAM principal that signed the request.
 *
 * @param clientOf Returns a client that can access the rows of a tenant.
 */
export function principalScopes<Tables extends TableNames>(
  clientOf: (tenantId: string) => DynamoDBDocumentClient, tables: Tables, logger: Logger,
): ScopeOfRequest<Tables> {
  return async (event) => {
    const tenantId = pathSegment(event, 'tenantId', TENANT_ID);
    logger.appendKeys({ tenantId });
    return { client: clientOf(tenantId), tables, tenantId, ...principalCaller(event, logger) };
  };
}
