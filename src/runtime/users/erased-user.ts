import { USER_RECORD_ATTRIBUTE, type UserRecord } from '../../contract/attributes';
import type { ExistingItem } from '../aws/transaction';
import { type ProblemError, refusal } from '../library/problem';

/**
 * Condition of every write to a user's record. Without it, a request, an event or a join from before the erasure could turn the tombstone into a
 * record again.
 */
export const NOT_ERASED = {
  condition: 'attribute_not_exists(#erasedAt)',
  names: { '#erasedAt': USER_RECORD_ATTRIBUTE.erasedAt },
} as const;

/** Whether a user's record is a tombstone. */
export function isErased(record: UserRecord | ExistingItem | undefined): boolean {
  return record?.[USER_RECORD_ATTRIBUTE.erasedAt] !== undefined;
}

/**
 * Requires that the caller was not erased. The tokens of a deleted account stay valid until they expire.
 *
 * @throws ProblemError 403
 */
export function requireNotErased(record: UserRecord): void {
  if (isErased(record)) throw callerErased();
}

export function callerErased(): ProblemError {
  return refusal(403, 'userErased', 'Your account was deleted.');
}

/** The refusal for a caller who wants to add an erased person. */
export function otherUserErased(): ProblemError {
  return refusal(409, 'userErased', 'This person was erased, and cannot join a tenant again with this user id.');
}
