import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type InvitationItem, INVITATION_STATUS, MEMBERSHIP_ORIGIN, USER_ATTRIBUTE } from '../../../contract/attributes';
import type { TransactionStep } from '../../aws/transaction';
import { endInvitation, type InvitationScope } from '../../invitations/invitation-writes';
import { type ProblemError, refusal } from '../../library/problem';
import { joinTenant, type MembershipLimits } from '../../members/join-tenant';
import { noLossSince } from '../../members/membership-marks';
import { isAdmin } from '../../tenants/admin-check';
import type { DirectoryEntry } from '../../users/user-directory';

/**
 * Makes the invited person a member and ends the invitation, in one transaction. The inviter must still be an admin. If the person has lost
 * rights in this tenant, the invitation must be newer than that loss. So an invitation never gives back a right that was taken away.
 *
 * @throws ProblemError 404 for an invitation that has ended in the meantime, 410 for one that is no longer valid, and the errors of
 * `joinTenant`
 */
export async function acceptInvitation(
  scope: InvitationScope,
  limits: MembershipLimits,
  invitation: InvitationItem,
  { userId, name, email, changedAt: profileAt }: Pick<DirectoryEntry, 'name' | 'email' | 'changedAt'> & { readonly userId: string },
): Promise<void> {
  const { tables, tenantId } = scope;
  const { invitationid: invitationId, role, codehash, invitedby, updatedat: issuedAt } = invitation;
  // A person cannot accept their own invitation. The transaction could not check it, because a transaction names no item twice.
  if (invitedby === userId) throw noLongerValid();
  await joinTenant(
    scope,
    limits,
    { userId, name, email, role, origin: MEMBERSHIP_ORIGIN.invitation, invitationId, profileAt, at: new Date().toISOString() },
    [
      endInvitation(scope, invitationId, INVITATION_STATUS.accepted, codehash),
      ...invitedby === undefined ? [] : [isStillAdmin(tables.usersTableName, tenantId, invitedby)],
      noLossSince(tables.usersTableName, { tenantId, userId }, issuedAt, noLongerValid),
    ],
  );
}

/** Whether a person became a member through an invitation. */
export async function isAccepted({ client, tables, tenantId }: InvitationScope, userId: string, invitationId: string): Promise<boolean> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.usersTableName,
    Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
    ConsistentRead: true,
  }));
  return Item?.[USER_ATTRIBUTE.invitationId] === invitationId;
}

function isStillAdmin(usersTableName: string, tenantId: string, userId: string): TransactionStep {
  return {
    item: { ConditionCheck: { TableName: usersTableName, ...isAdmin({ tenantId, userId }) } },
    refusal: noLongerValid,
  };
}

function noLongerValid(): ProblemError {
  return refusal(410, 'invitationInvalidated', 'The invitation is no longer valid. Ask an admin of the tenant for a new one.');
}
