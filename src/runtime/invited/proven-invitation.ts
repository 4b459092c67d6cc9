import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { emailKey, INVITATION_STATUS, type InvitationItem } from '../../contract/attributes';
import { isCodeOf, keyOfCode } from '../shared/invitation-code';
import { isExpired, readInvitation } from '../shared/invitation-items';
import { notPending } from '../shared/invitation-writes';
import { ProblemError } from '../shared/problem';
import type { DirectoryEntry } from '../shared/user-directory';

/**
 * The invitation that a code is for.
 *
 * @throws ProblemError 404 whatever is wrong with the code, 410 for the right one too late
 */
export async function provenInvitation(client: DynamoDBDocumentClient, tableName: string, code: string): Promise<InvitationItem> {
  const invitation = await readInvitation(client, tableName, keyOfCode(code));
  if (invitation === undefined || !isCodeOf(code, invitation.codehash) || invitation.status !== INVITATION_STATUS.pending) {
    throw notPending();
  }
  if (isExpired(invitation)) {
    throw new ProblemError(410, 'The invitation has expired. Ask who invited you to send it again.');
  }
  return invitation;
}

/**
 * A code that was forwarded, or found, is of no use to others.
 *
 * @throws ProblemError 403 for a user who is not the invited one. It does not say who is.
 */
export function requireInvited({ email }: InvitationItem, user: DirectoryEntry): void {
  if (!user.isEmailVerified) {
    throw new ProblemError(403, 'Your e-mail address is not verified. Verify it, and try again.');
  }
  if (emailKey(user.email) !== email) {
    throw new ProblemError(403, 'The invitation is for another e-mail address than yours.');
  }
}
