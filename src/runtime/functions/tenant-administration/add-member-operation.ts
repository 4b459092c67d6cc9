import type { Logger } from '@aws-lambda-powertools/logger';
import { addMemberBodyValidator } from './add-member-body';
import { TENANT_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import type { MemberRepresentation } from '../../../contract/api';
import { MEMBERSHIP_ORIGIN } from '../../../contract/attributes';
import type { TenantRole } from '../../../contract/roles';
import type { ApiOperation } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { jsonResponse } from '../../http/json-response';
import { joinTenant, type MembershipLimits } from '../../members/join-tenant';
import type { ScopeOfRequest } from '../../tenants/request-scope';

export interface AddMemberOperationProps {
  readonly scopeOf: ScopeOfRequest;
  /** The roles that a member can have. */
  readonly roles: readonly TenantRole[];
  readonly limits: MembershipLimits;
  readonly logger: Logger;
}

/** The operation by which an operator or a service adds a member without an invitation. */
export function addMemberOperation({ scopeOf, roles, limits, logger }: AddMemberOperationProps): ApiOperation {
  const addMemberBody = addMemberBodyValidator(roles);
  return {
    route: TENANT_ADMINISTRATION_ROUTE.addMember,
    answer: async (event) => {
      const scope = await scopeOf(event, TENANT_ADMINISTRATION_ROUTE.addMember);
      const { userId, name, email = '', role } = addMemberBody(jsonBody(event));
      const at = new Date().toISOString();
      await joinTenant(scope, limits, { userId, name, email, role, origin: MEMBERSHIP_ORIGIN.administration, at });
      logger.info('A member was added');
      const member: MemberRepresentation = { userId, name, email, role, joinedAt: at };
      return jsonResponse(member, {}, 201);
    },
  };
}
