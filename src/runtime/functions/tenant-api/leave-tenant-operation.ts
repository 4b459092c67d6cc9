import { MEMBERS_ROUTE } from '../../../contract/routes';
import type { ApiOperation } from '../../http/api-handler';
import { noContent } from '../../http/json-response';
import type { MemberOperationsProps } from '../../members/member-operations';
import { leaveTenant } from '../../members/members';

/** The operation by which a member leaves a tenant. */
export function leaveTenantOperation(
  { scopeOf, revokeInvitations, logger }: Pick<MemberOperationsProps, 'scopeOf' | 'revokeInvitations' | 'logger'>,
): ApiOperation {
  return {
    route: MEMBERS_ROUTE.leaveTenant,
    answer: async (event) => {
      const scope = await scopeOf(event, MEMBERS_ROUTE.leaveTenant);
      await leaveTenant(scope);
      await revokeInvitations(scope, scope.actor.id);
      logger.info('A member left');
      return noContent();
    },
  };
}
