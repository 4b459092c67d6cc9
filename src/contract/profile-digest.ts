import { createHash } from 'node:crypto';

/** Between the parts of what the digest is made of. No id of a user and no e-mail address has this character. */
export const PROFILE_SEPARATOR = '\n';

/** Hexadecimal digits of a digest. */
export const PROFILE_DIGEST_LENGTH = 16;

/**
 * Stands for name and e-mail address of a user where it only matters whether they are the same: in the user's record and in the answer to the hook that makes
 * tokens. The states of the saga make the same of an event.
 */
export function profileDigest(userId: string, { name, email }: { readonly name: string; readonly email: string }): string {
  return createHash('sha256').update([userId, name, email].join(PROFILE_SEPARATOR)).digest('hex').slice(0, PROFILE_DIGEST_LENGTH);
}
