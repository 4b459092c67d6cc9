import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ifMatchVersions } from './if-match';
import { renameTenantBody } from './rename-tenant-body';
import { readTenant, renameTenant, representation, type Tenant } from './tenants';
import type { TenantsOfUser } from '../../contract/api';
import { TENANT_API_ROUTE } from '../../contract/routes';
import { createApiHandler } from '../shared/api-handler';
import { tenantOf, userOf } from '../shared/guard';
import { headerValues } from '../shared/header-values';
import { jsonBody } from '../shared/json-body';
import { jsonResponse } from '../shared/json-response';
import { listMemberships } from '../shared/memberships';
import type { ScopedClients } from '../shared/scoped-clients';

export interface TenantApiHandlerProps {
  /** Reach the rows of the tenant that a request is about. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
  /** Reach the rows of the user who asks. */
  readonly userRows: ScopedClients<DynamoDBDocumentClient>;
  readonly tenantsTableName: string;
  readonly usersTableName: string;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The web-app API: a user's own tenant and memberships. */
export function createHandler({ tenantRows, userRows, tenantsTableName, usersTableName, allowOrigins, logger }: TenantApiHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: TENANT_API_ROUTE.getTenant,
        answer: async (event) => {
          const { tenantId } = tenantOf(event);
          logger.appendKeys({ tenantId });
          return tenantResponse(await readTenant(tenantRows.forRequest(event), tenantsTableName, tenantId));
        },
      },
      {
        route: TENANT_API_ROUTE.renameTenant,
        answer: async (event) => {
          const { tenantId } = tenantOf(event, TENANT_API_ROUTE.renameTenant.role);
          logger.appendKeys({ tenantId });
          const { name } = renameTenantBody(jsonBody(event));
          const versions = ifMatchVersions(headerValues(event, 'If-Match'));
          const tenant = await renameTenant(tenantRows.forRequest(event), tenantsTableName, {
            tenantId,
            name,
            versions,
            updatedAt: new Date().toISOString(),
          });
          logger.info('The tenant was renamed');
          return tenantResponse(tenant);
        },
      },
      {
        route: TENANT_API_ROUTE.listTenantsOfUser,
        answer: async (event) => {
          const { userId } = userOf(event);
          const memberships = await listMemberships(userRows.forRequest(event), usersTableName, userId);
          const answer: TenantsOfUser = {
            tenants: memberships.map(({ tenantid, role, createdat }) => ({ tenantId: tenantid, role, joinedAt: createdat })),
          };
          return jsonResponse(answer);
        },
      },
    ],
  });
}

function tenantResponse(tenant: Tenant): Response {
  return jsonResponse(representation(tenant), { etag: `"${tenant.version}"` });
}
