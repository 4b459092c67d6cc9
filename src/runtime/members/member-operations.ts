import type { Logger } from '@aws-lambda-powertools/logger';
import { changeRoleBodyValidator } from './change-role-body';
import { changeRole, listMembers, removeMember } from './members';
import { USER_ID } from '../../contract/identifiers';
import { TENANT_ROLE, type TenantRole } from '../../contract/roles';
import type { MEMBERS_ROUTE, Route } from '../../contract/routes';
import type { ApiOperation } from '../http/api-handler';
import { jsonBody } from '../http/json-body';
import { jsonResponse, noContent } from '../http/json-response';
import { pageRequest } from '../http/pages';
import { pathSegment } from '../library/path-segment';
import type { ScopeOfRequest } from '../tenants/request-scope';
import type { TenantScope } from '../tenants/tenant-scope';

export interface MemberOperationsProps {
  /** The routes in the API of the function. Both APIs have them. */
  readonly routes: Readonly<Record<keyof Pick<typeof MEMBERS_ROUTE, 'listMembers' | 'changeRole' | 'removeMember'>, Route>>;
  readonly scopeOf: ScopeOfRequest;
  /** The roles that a member can have. */
  readonly roles: readonly TenantRole[];
  /** Revokes the invitations of a user who may have been an admin and no longer is. */
  readonly revokeInvitations: (scope: TenantScope, userId: string) => Promise<void>;
  readonly logger: Logger;
}

/** The operations on the members of a tenant. */
export function memberOperations({ routes, scopeOf, roles, revokeInvitations, logger }: MemberOperationsProps): ApiOperation[] {
  const changeRoleBody = changeRoleBodyValidator(roles);
  return [
    {
      route: routes.listMembers,
      answer: async (event) => jsonResponse(await listMembers(await scopeOf(event, routes.listMembers), pageRequest(event, 1))),
    },
    {
      route: routes.changeRole,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.changeRole);
        const userId = pathSegment(event, 'userId', USER_ID);
        const { role } = changeRoleBody(jsonBody(event));
        const member = await changeRole(scope, userId, role);
        if (role !== TENANT_ROLE.admin) {
          await revokeInvitations(scope, userId);
        }
        logger.info('The role of a member was changed');
        return jsonResponse(member);
      },
    },
    {
      route: routes.removeMember,
      answer: async (event) => {
        const scope = await scopeOf(event, routes.removeMember);
        const userId = pathSegment(event, 'userId', USER_ID);
        await removeMember(scope, userId);
        await revokeInvitations(scope, userId);
        logger.info('A member was removed');
        return noContent();
      },
    },
  ];
}
