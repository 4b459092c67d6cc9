import type { Logger } from '@aws-lambda-powertools/logger';
import { changeOwnerBody } from './change-owner-body';
import { OWNER_ROUTE } from '../../../contract/admin-routes';
import { TENANT_ROLE } from '../../../contract/roles';
import type { ApiOperation } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { jsonResponse } from '../../http/json-response';
import { changeRole } from '../../members/members';
import type { ScopeOfRequest } from '../../tenants/request-scope';

export interface ChangeOwnerOperationProps {
  readonly scopeOf: ScopeOfRequest;
  readonly logger: Logger;
}

/**
 * The operation that makes a member an admin, also in a tenant whose admins have all lost their accounts. The user for whom the tenant was created
 * stays recorded, because the saga recognizes a repeated sign-up by it.
 */
export function changeOwnerOperation({ scopeOf, logger }: ChangeOwnerOperationProps): ApiOperation {
  return {
    route: OWNER_ROUTE.changeOwner,
    answer: async (event) => {
      const scope = await scopeOf(event, OWNER_ROUTE.changeOwner);
      const { userId } = changeOwnerBody(jsonBody(event));
      const member = await changeRole(scope, userId, TENANT_ROLE.admin);
      logger.info('A member was made an admin by an operator or a service');
      return jsonResponse(member);
    },
  };
}
