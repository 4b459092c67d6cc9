import { createHash } from 'node:crypto';

/** Separates the parts of the text that is hashed. No user id and no email address contains this character. */
export const PROFILE_SEPARATOR = '\n';

/** Number of hexadecimal digits of a digest. */
export const PROFILE_DIGEST_LENGTH = 16;

/**
 * Returns a digest of the name and email address of a user. The user's record and the response to the pre-token function have it instead of the
 * name and address, because they are only compared. The saga computes the same digest from an event.
 */
export function profileDigest(userId: string, { name, email }: { readonly name: string; readonly email: string }): string {
  return createHash('sha256').update([userId, name, email].join(PROFILE_SEPARATOR)).digest('hex').slice(0, PROFILE_DIGEST_LENGTH);
}
