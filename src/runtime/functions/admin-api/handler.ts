import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { findMemberships } from './find-memberships';
import { listTenants } from './list-tenants';
import { ADMIN_API_ROUTE } from '../../../contract/admin-routes';
import type { TenantIdsOfUser } from '../../../contract/api';
import { TENANT_STATUS, type UserRecord } from '../../../contract/attributes';
import { USER_ID } from '../../../contract/identifiers';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse } from '../../http/json-response';
import { pathSegment } from '../../library/path-segment';
import { activeTenantId, type Membership, readMemberships, readUserTenants } from '../../members/memberships';
import { currentProfile } from '../../users/user-record';

export interface AdminApiHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The API for services and operators. IAM authorizes the callers, so only the request itself is checked here. */
export function createHandler({ documentClient, tables, allowOrigins, logger }: AdminApiHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: ADMIN_API_ROUTE.listTenantsOfUser,
        answer: async (event) => {
          const userId = pathSegment(event, 'userId', USER_ID);
          const { record, tenantIds } = await readUserTenants(documentClient, tables.usersTableName, userId);
          return jsonResponse(tenantIdsOfUser(await readMemberships(documentClient, tables, userId, tenantIds), record));
        },
      },
      {
        route: ADMIN_API_ROUTE.listTenants,
        answer: async (event) => jsonResponse(await listTenants(documentClient, tables.tenantsTableName, event)),
      },
      {
        route: ADMIN_API_ROUTE.findMemberships,
        answer: async (event) => jsonResponse(await findMemberships(documentClient, tables.usersTableName, event)),
      },
    ],
  });
}

function tenantIdsOfUser(memberships: readonly Membership[], record: UserRecord): TenantIdsOfUser {
  const first = activeTenantId(memberships, record);
  const active = memberships.filter(({ status }) => status === TENANT_STATUS.active).map(({ tenantid }) => tenantid);
  const profile = currentProfile(record);
  return {
    tenants: [...first === undefined ? [] : [first], ...active.filter((tenantId) => tenantId !== first)],
    memberships: memberships.map(({ tenantid, role, status }) => ({ tenantId: tenantid, role, status })),
    ...memberships.length === 0 && record.invited && { invited: true },
    ...memberships.length > 0 && profile !== undefined && { profile },
  };
}
