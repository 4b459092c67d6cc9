import type { Logger } from '@aws-lambda-powertools/logger';
import { findMemberships } from './find-memberships';
import { listTenants } from './list-tenants';
import { ADMIN_API_ROUTE } from '../../../contract/admin-routes';
import { USER_ID } from '../../../contract/identifiers';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse } from '../../http/json-response';
import { pathSegment } from '../../library/path-segment';
import { createTenantsOfUser, type TenantsOfUserProps } from '../../members/tenants-of-user';

export interface AdminApiHandlerProps extends TenantsOfUserProps {
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The API for services and operators. IAM authorizes the callers, so only the request itself is checked here. */
export function createHandler({ allowOrigins, logger, ...props }: AdminApiHandlerProps) {
  const { documentClient, tables } = props;
  const tenantsOfUser = createTenantsOfUser(props);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      {
        route: ADMIN_API_ROUTE.listTenantsOfUser,
        answer: async (event) => jsonResponse(await tenantsOfUser(pathSegment(event, 'userId', USER_ID))),
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
