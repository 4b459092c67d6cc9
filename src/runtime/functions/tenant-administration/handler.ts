import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addMemberOperation } from './add-member-operation';
import { changeOwnerOperation } from './change-owner-operation';
import { closureOperations } from './closure-operations';
import { suspensionOperations } from './suspension-operations';
import { TENANT_ADMINISTRATION_ROUTE } from '../../../contract/admin-routes';
import type { TenantRole } from '../../../contract/roles';
import type { TableNames } from '../../environment/tables';
import { createApiHandler } from '../../http/api-handler';
import type { DeliverInvitation } from '../../invitations/invitation-delivery';
import { type InvitationLimits, invitationOperations } from '../../invitations/invitation-operations';
import { createRevokeInvitations } from '../../invitations/lost-inviter';
import type { MembershipLimits } from '../../members/join-tenant';
import { memberOperations } from '../../members/member-operations';
import { principalScopes } from '../../tenants/request-scope';
import { tenantOperations } from '../../tenants/tenant-operations';
import { administratedTenantResponse } from '../../tenants/tenant-response';

export interface InvitationAdministration {
  readonly tableName: string;
  readonly limits: InvitationLimits;
  readonly deliver: DeliverInvitation;
}

export interface TenantAdministrationHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tables: TableNames;
  /** The roles that a member can have. */
  readonly roles: readonly TenantRole[];
  readonly limits: MembershipLimits;
  /** Days from the closure of a tenant until its deletion. Absent if tenants cannot be closed. */
  readonly gracePeriodDays?: number;
  /** Absent without invitations. */
  readonly invitations?: InvitationAdministration;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The operations of operators and services on one tenant. IAM authorizes the callers, who need not be members. */
export function createHandler(props: TenantAdministrationHandlerProps) {
  const { documentClient, tables, roles, limits, gracePeriodDays, invitations, allowOrigins, logger } = props;
  const revokeInvitations = createRevokeInvitations(invitations?.tableName ?? '', logger);
  const clientOf = () => documentClient;
  const scopeOf = principalScopes(clientOf, tables, logger);
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [
      ...tenantOperations({ routes: TENANT_ADMINISTRATION_ROUTE, scopeOf, responseOf: administratedTenantResponse, logger }),
      ...suspensionOperations({ scopeOf, logger }),
      ...gracePeriodDays === undefined ? [] : closureOperations({ scopeOf, gracePeriodDays, logger }),
      changeOwnerOperation({ scopeOf, logger }),
      ...memberOperations({ routes: TENANT_ADMINISTRATION_ROUTE, scopeOf, roles, revokeInvitations, logger }),
      addMemberOperation({ scopeOf, roles, limits, logger }),
      ...invitations === undefined ? [] : invitationOperations({
        routes: TENANT_ADMINISTRATION_ROUTE,
        scopeOf: principalScopes(clientOf, { ...tables, invitationsTableName: invitations.tableName }, logger),
        roles,
        limits: invitations.limits,
        deliver: invitations.deliver,
        logger,
      }),
    ],
  });
}
