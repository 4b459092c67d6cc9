import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readTenantStatuses } from './tenant-statuses';
import type { TenantIdsOfUser } from '../../contract/api';
import { TENANT_STATUS } from '../../contract/attributes';
import { USER_ID } from '../../contract/identifiers';
import { ADMIN_API_ROUTE } from '../../contract/routes';
import { createApiHandler } from '../shared/api-handler';
import { jsonResponse } from '../shared/json-response';
import { listMemberships } from '../shared/memberships';
import { pathSegment } from '../shared/path-segment';

export interface AdminApiHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tenantsTableName: string;
  readonly usersTableName: string;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The API for services and operators. IAM decides who gets here, so nothing is checked but the path. */
export function createHandler({ documentClient, tenantsTableName, usersTableName, allowOrigins, logger }: AdminApiHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: ADMIN_API_ROUTE.listTenantsOfUser,
        answer: async (event) => {
          const userId = pathSegment(event, 'userId', USER_ID);
          const memberships = await listMemberships(documentClient, usersTableName, userId);
          const statuses = await readTenantStatuses(documentClient, tenantsTableName, memberships.map(({ tenantid }) => tenantid));
          return jsonResponse(tenantIdsOfUser(memberships.map(({ tenantid, role }) => ({
            tenantId: tenantid,
            role,
            // A membership that outlived its tenant is one in a tenant that is gone.
            status: statuses.get(tenantid) ?? TENANT_STATUS.deleted,
          }))));
        },
      },
    ],
  });
}

function tenantIdsOfUser(memberships: TenantIdsOfUser['memberships']): TenantIdsOfUser {
  return {
    tenants: memberships.filter(({ status }) => status === TENANT_STATUS.active).map(({ tenantId }) => tenantId),
    memberships,
  };
}
