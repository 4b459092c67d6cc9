import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Key of an invitation. */
export interface InvitationKey {
  readonly tenantId: string;
  readonly invitationId: string;
}

/** A code for the invited person, and the hash that is stored. */
export interface NewCode {
  readonly code: string;
  readonly codeHash: string;
}

const ID_BYTES = 16;

/** Nobody can guess 256 random bits, so a fast hash protects them as well as a slow one. */
const SECRET_BYTES = 32;

export function newInvitationId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

/** Creates a code. It contains the key of the invitation, so no index by hash is necessary to find it. */
export function newCode({ tenantId, invitationId }: InvitationKey): NewCode {
  const code = [tenantId, invitationId, randomBytes(SECRET_BYTES).toString('base64url')].join('.');
  return { code, codeHash: hash(code).toString('hex') };
}

/** Returns the key of the invitation in a code. The code itself is not checked. No part of a code contains a dot. */
export function keyOfCode(code: string): InvitationKey {
  const [tenantId, invitationId] = code.split('.');
  return { tenantId, invitationId };
}

export function isCodeOf(code: string, codeHash: string): boolean {
  const known = Buffer.from(codeHash, 'hex');
  const given = hash(code);
  return known.length === given.length && timingSafeEqual(known, given);
}

function hash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
