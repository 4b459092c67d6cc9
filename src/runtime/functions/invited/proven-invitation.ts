import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { emailKey, INVITATION_STATUS, type InvitationItem } from '../../../contract/attributes';
import { isCodeOf, keyOfCode } from '../../invitations/invitation-code';
import { isExpired, readInvitation } from '../../invitations/invitation-items';
import { notPending } from '../../invitations/invitation-writes';
import { refusal } from '../../library/problem';
import type { DirectoryEntry } from '../../users/user-directory';

/**
 * Returns the invitation of a code, whether it is pending or has ended.
 *
 * @throws ProblemError 404 for a code that is not the current one of an invitation
 */
export async function provenInvitation(client: DynamoDBDocumentClient, tableName: string, code: string): Promise<InvitationItem> {
  const invitation = await readInvitation(client, tableName, keyOfCode(code));
  if (invitation === undefined || !isCodeOf(code, invitation.codehash)) {
    throw notPending();
  }
  return invitation;
}

/** @throws ProblemError 404 for an invitation that was accepted, declined or revoked, 410 for one that has expired */
export function requirePending(invitation: InvitationItem): void {
  if (invitation.status !== INVITATION_STATUS.pending) {
    throw notPending();
  }
  if (isExpired(invitation)) {
    throw refusal(410, 'invitationExpired', 'The invitation has expired. Ask the person who invited you to resend it.');
  }
}

/**
 * Requires that the user has the invited address, so a code that was forwarded or found is useless to other people.
 *
 * @throws ProblemError 403 for a user who is not the invited person. The error does not contain the invited address.
 */
export function requireInvited({ email }: InvitationItem, user: DirectoryEntry): void {
  if (!user.isEmailVerified) {
    throw refusal(403, 'emailNotVerified', 'Your email address is not verified. Verify it and try again.');
  }
  if (emailKey(user.email) !== email) {
    throw refusal(403, 'otherEmail', 'This invitation is for a different email address.');
  }
}
