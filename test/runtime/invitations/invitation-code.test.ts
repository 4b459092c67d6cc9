import { INVITATION_CODE_SCHEMA } from '../../../src/contract/api';
import { INVITATION_ID, isIdentifier } from '../../../src/contract/identifiers';
import { isCodeOf, keyOfCode, newCode, newInvitationId } from '../../../src/runtime/invitations/invitation-code';
import { TENANT_ID } from '../events';

test('a code has 256 random bits, and the key of its invitation', () => {
  const key = { tenantId: TENANT_ID, invitationId: newInvitationId() };
  const { code } = newCode(key);

  expect(code).toMatch(new RegExp(INVITATION_CODE_SCHEMA.properties.code.pattern));
  expect(Buffer.from(code.split('.')[2], 'base64url')).toHaveLength(32);
  expect(keyOfCode(code)).toEqual(key);
  expect(isIdentifier(INVITATION_ID, key.invitationId)).toBe(true);
});

test('two codes differ, and so do two ids', () => {
  const key = { tenantId: TENANT_ID, invitationId: newInvitationId() };
  expect(new Set(Array.from({ length: 1_000 }, () => newCode(key).code)).size).toBe(1_000);
  expect(new Set(Array.from({ length: 1_000 }, newInvitationId)).size).toBe(1_000);
});

test('a code matches only its own hash, for its tenant and its invitation', () => {
  const key = { tenantId: TENANT_ID, invitationId: newInvitationId() };
  const { code, codeHash } = newCode(key);
  const [, , secret] = code.split('.');

  expect(isCodeOf(code, codeHash)).toBe(true);
  expect(codeHash).not.toContain(secret);
  expect(isCodeOf(newCode(key).code, codeHash)).toBe(false);
  expect(isCodeOf([TENANT_ID, newInvitationId(), secret].join('.'), codeHash)).toBe(false);
  expect(isCodeOf(['other', key.invitationId, secret].join('.'), codeHash)).toBe(false);
  // 256 bits leave two bits of the last character unused: another character with the same 256 bits is another code.
  const twin = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map((character) => code.slice(0, -1) + character)
    .find((candidate) => candidate !== code && Buffer.from(candidate.split('.')[2], 'base64url').equals(Buffer.from(secret, 'base64url')))!;
  expect(isCodeOf(twin, codeHash)).toBe(false);
});
