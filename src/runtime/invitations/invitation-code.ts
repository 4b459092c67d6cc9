import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What an invitation is identified by. */
export interface InvitationKey {
  readonly tenantId: string;
  readonly invitationId: string;
}

/** A code for the invited person, with what is kept of it. */
export interface NewCode {
  readonly code: string;
  readonly codeHash: string;
}

const ID_BYTES = 16;

/** 256 bits: nobody guesses them, so a plain hash keeps them as well as a slow one would. */
const SECRET_BYTES = 32;

export function newInvitationId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

/** A code names its invitation, so that finding it needs no index by hash. */
export function newCode({ tenantId, invitationId }: InvitationKey): NewCode {
  const code = [tenantId, invitationId, randomBytes(SECRET_BYTES).toString('base64url')].join('.');
  return { code, codeHash: hash(code).toString('hex') };
}

/** The invitation that a code is for, if it is one. No part of a code has a dot in it. */
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
