import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { auditQuery } from './audit-query';
import { listRecords } from './list-records';
import { AUDIT_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import { TENANT_ID } from '../../../contract/identifiers';
import { AUDIT_ROUTE } from '../../../contract/routes';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse } from '../../http/json-response';
import { tenantOf } from '../../library/guard';
import { pathSegment } from '../../library/path-segment';
import type { ScopedClients } from '../../library/scoped-clients';
import { principalCaller, userCaller } from '../../tenants/actor';

export interface AuditReaderHandlerProps {
  /** Clients that can read the records of one tenant. */
  readonly tenantRecords: ScopedClients<DynamoDBDocumentClient>;
  readonly tableName: string;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** Lists the audit log of a tenant: for its admins and auditors, or for a principal that IAM has authorized. */
export function createHandler({ tenantRecords, tableName, allowOrigins, logger }: AuditReaderHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [{
      // Both APIs have the route. Only requests to the web-app API have been through the authorizer.
      route: AUDIT_ADMINISTRATION_ROUTE.listAuditRecords,
      answer: async (event) => {
        const { authorizer, identity: { userArn } } = event.requestContext;
        const isOfPrincipal = authorizer == null && typeof userArn === 'string';
        const tenantId = isOfPrincipal ? tenantForPrincipal(event) : tenantForUser(event);
        logger.appendKeys({ tenantId });
        return jsonResponse(await listRecords({ client: tenantRecords.forId(tenantId), tableName, tenantId }, auditQuery(event)));
      },
    }],
  });

  function tenantForUser(event: APIGatewayProxyEvent): string {
    const { tenantId, userId } = tenantOf(event, AUDIT_ROUTE.listAuditRecords.role);
    userCaller(event, userId, logger);
    return tenantId;
  }

  function tenantForPrincipal(event: APIGatewayProxyEvent): string {
    principalCaller(event, logger);
    return pathSegment(event, 'tenantId', TENANT_ID);
  }
}
