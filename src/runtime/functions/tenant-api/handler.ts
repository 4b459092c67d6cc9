import { leaveTenantOperation } from './leave-tenant-operation';
import { userOperations, type UserOperationsProps } from './user-operations';
import type { TenantRole } from '../../../contract/roles';
import { MEMBERS_ROUTE, TENANT_API_ROUTE } from '../../../contract/routes';
import { createApiHandler } from '../../http/api-handler';
import { createRevokeInvitations } from '../../invitations/lost-inviter';
import { memberOperations } from '../../members/member-operations';
import { userScopes } from '../../tenants/request-scope';
import { tenantOperations } from '../../tenants/tenant-operations';
import { tenantResponse } from '../../tenants/tenant-response';

export interface TenantApiHandlerProps extends UserOperationsProps {
  /** Empty without invitations. */
  readonly invitationsTableName: string;
  /** The roles that a member can have. */
  readonly roles: readonly TenantRole[];
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
}

/** The web-app API: a user's tenant, its members, and the tenants of the user. */
export function createHandler(props: TenantApiHandlerProps) {
  const { tenantRows, tables, roles, invitationsTableName, allowOrigins, logger } = props;
  const scopeOf = userScopes(tenantRows, tables, logger);
  const revokeInvitations = createRevokeInvitations(invitationsTableName, logger);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      ...tenantOperations({ routes: TENANT_API_ROUTE, scopeOf, responseOf: tenantResponse, logger }),
      ...memberOperations({ routes: MEMBERS_ROUTE, scopeOf, roles, revokeInvitations, logger }),
      leaveTenantOperation({ scopeOf, revokeInvitations, logger }),
      ...userOperations(props),
    ],
  });
}
