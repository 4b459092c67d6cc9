import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantsOfUser } from '../../../contract/api';
import { TENANT_STATUS, USER_RECORD_ATTRIBUTE, type UserRecord } from '../../../contract/attributes';
import type { SuspensionAccessMode } from '../../../contract/environment';
import { TENANT_ROLE } from '../../../contract/roles';
import { withoutConflict } from '../../aws/transaction';
import { refusal } from '../../library/problem';
import { canBeInToken, inOrder, type ListedMembership, readUserTenants, tenantOfNextToken } from '../../members/memberships';
import { type OwnMembershipProps, readOwnMembership, requireOwnMembership } from '../../members/own-membership';
import { isClosedByMember } from '../../tenants/closed-by-member';
import { callerErased, NOT_ERASED, requireNotErased } from '../../users/erased-user';
import { recordKey } from '../../users/user-record';

export interface MembershipsOfUser {
  readonly memberships: readonly ListedMembership[];
  readonly record: UserRecord;
}

/**
 * Reads the current memberships of a user. Each is read with the credentials of its tenant. The ids of the tenants are from the user's own
 * rows, and from no part of the request.
 *
 * @param userRows Client that can access the rows of the user.
 * @throws ProblemError 403 if the user was erased
 */
export async function readOwnMemberships(
  props: OwnMembershipProps,
  userRows: DynamoDBDocumentClient,
  userId: string,
): Promise<MembershipsOfUser> {
  const { record, tenantIds } = await readUserTenants(userRows, props.tables.usersTableName, userId);
  requireNotErased(record);
  const byTenant = await Promise.all(tenantIds.map(async (tenantId) => readOwnMembership(props, userId, tenantId)));
  return { memberships: inOrder(byTenant.flat()), record };
}

export function tenantList({ memberships, record }: MembershipsOfUser, suspensionAccess: SuspensionAccessMode): TenantsOfUser['tenants'] {
  const next = tenantOfNextToken(memberships, record, suspensionAccess);
  return memberships.map(({ tenantid, name, status, role, createdat, ...tenant }) => ({
    tenantId: tenantid,
    name,
    status,
    role,
    joinedAt: createdat,
    isActive: tenantid === next?.tenantid,
    ...status === TENANT_STATUS.suspended && canBeInToken(status, suspensionAccess) && { isReadOnly: true as const },
    ...status === TENANT_STATUS.closing && {
      deleteAt: tenant.deleteat,
      isRestorable: role === TENANT_ROLE.admin && isClosedByMember(tenant) && tenant.deletionstartedat === undefined,
    },
  }));
}

/**
 * Chooses the tenant of the user's next token. The pre-token function reads the membership again, so a membership that ends in the meantime gives
 * no rights.
 *
 * @throws ProblemError 403 if the user was erased, 404 if the user is not a member of the tenant, 409 for a tenant that no token can carry
 */
export async function switchTenant(
  props: OwnMembershipProps & { readonly suspensionAccess: SuspensionAccessMode },
  userRows: DynamoDBDocumentClient,
  { userId, tenantId }: { readonly userId: string; readonly tenantId: string },
): Promise<void> {
  const { status } = await requireOwnMembership(props, userRows, { userId, tenantId });
  if (!canBeInToken(status, props.suspensionAccess)) {
    throw refusal(409, 'tenantNotActive', 'The tenant is not active, so you cannot switch to it.');
  }
  try {
    await withoutConflict(async () => userRows.send(new UpdateCommand({
      TableName: props.tables.usersTableName,
      Key: recordKey(userId),
      UpdateExpression: 'SET #activeTenant = :tenantId',
      ConditionExpression: NOT_ERASED.condition,
      ExpressionAttributeNames: { '#activeTenant': USER_RECORD_ATTRIBUTE.activeTenant, ...NOT_ERASED.names },
      ExpressionAttributeValues: { ':tenantId': tenantId },
    })));
  } catch (error) {
    throw error instanceof ConditionalCheckFailedException ? callerErased() : error;
  }
}
