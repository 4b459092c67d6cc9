import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { auditQuery } from './audit-query';
import { listRecords } from './list-records';
import { mentionedUsers } from './mentioned-users';
import type { ReadPeople } from './people';
import { resolvePage } from './resolve-page';
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
  /** Clients that can read the audit log and the members of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  readonly tableName: string;
  readonly readPeople: ReadPeople;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** Lists the audit log of a tenant: for its admins and auditors, or for a principal that IAM has authorized. */
export function createHandler({ tenantRows, tableName, readPeople, allowOrigins, logger }: AuditReaderHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [{
      // Both APIs have the route. Only requests to the web-app API have been through the authorizer.
      route: AUDIT_ADMINISTRATION_ROUTE.listAuditRecords,
      answer: async (event) => {
        const { authorizer, identity: { userArn } } = event.requestContext;
        const isOfPrincipal = authorizer == null && typeof userArn === 'string';
        const tenantId = isOfPrincipal ? tenantForPrincipal(event) : await tenantForUser(event);
        logger.appendKeys({ tenantId });
        const client = tenantRows.forId(tenantId);
        const page = await listRecords({ client, tableName, tenantId }, auditQuery(event));
        return jsonResponse(await resolvePage(page, await readPeople(client, tenantId, mentionedUsers(page.records)), logger));
      },
    }],
  });

  async function tenantForUser(event: APIGatewayProxyEvent): Promise<string> {
    const caller = tenantOf(event, AUDIT_ROUTE.listAuditRecords.role);
    await userCaller(event, caller, logger);
    return caller.tenantId;
  }

  function tenantForPrincipal(event: APIGatewayProxyEvent): string {
    principalCaller(event, logger);
    return pathSegment(event, 'tenantId', TENANT_ID);
  }
}
