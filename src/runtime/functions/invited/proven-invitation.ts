import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { emailKey, INVITATION_STATUS, type InvitationItem } from '../../../contract/attributes';
import { isCodeOf, keyOfCode } from '../../invitations/invitation-code';
import { isExpired, readInvitation } from '../../invitations/invitation-items';
import { notPending } from '../../invitations/invitation-writes';
import { codedProblem, ProblemError } from '../../library/problem';
import type { DirectoryEntry } from '../../users/user-directory';

/**
 * The invitation that a code is for, pending or ended.
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

/** @throws ProblemError 404 for an invitation that was answered or revoked, 410 for one that has expired */
export function requirePending(invitation: InvitationItem): void {
  if (invitation.status !== INVITATION_STATUS.pending) {
    throw notPending();
  }
  if (isExpired(invitation)) {
    throw new ProblemError(410, 'The invitation has expired. Ask the person who invited you to resend it.');
  }
}

/**
 * A code that was forwarded, or found, is of no use to others.
 *
 * @throws ProblemError 403 for a user who is not the invited one. It does not say who is.
 */
export function requireInvited({ email }: InvitationItem, user: DirectoryEntry): void {
  if (!user.isEmailVerified) {
    throw codedProblem(403, 'emailNotVerified', 'Your email address is not verified. Verify it and try again.');
  }
  if (emailKey(user.email) !== email) {
    throw codedProblem(403, 'otherEmail', 'This invitation is for a different email address.');
  }
}
