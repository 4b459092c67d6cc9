import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ifMatchVersions } from './if-match';
import { renameTenantBody } from './rename-tenant-body';
import { type Creation, derivedTenantId, readTenantCreation } from './tenant-creation';
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
  /** Whose tenants the ids are derived for; empty where users without a tenant wait for none. */
  readonly applicationName: string;
  readonly tenantsTableName: string;
  readonly usersTableName: string;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The web-app API: a user's own tenant and memberships. */
export function createHandler(props: TenantApiHandlerProps) {
  const { tenantRows, userRows, applicationName, tenantsTableName, usersTableName, allowOrigins, logger } = props;
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
          const creation = memberships.length === 0 ? await creationOf(userId) : undefined;
          const answer: TenantsOfUser = {
            tenants: memberships.map(({ tenantid, role, createdat }) => ({ tenantId: tenantid, role, joinedAt: createdat })),
            ...(creation && { creation }),
          };
          return jsonResponse(answer);
        },
      },
    ],
  });

  async function creationOf(userId: string): Promise<Creation | undefined> {
    if (applicationName === '') return undefined;
    const tenantId = derivedTenantId(applicationName, userId);
    // The user is no member yet; the id follows from the token, though, and from nothing in the request.
    return readTenantCreation(tenantRows.forId(tenantId), tenantsTableName, tenantId);
  }
}

function tenantResponse(tenant: Tenant): Response {
  return jsonResponse(representation(tenant), { etag: `"${tenant.version}"` });
}
