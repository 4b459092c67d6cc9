import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { IDEMPOTENCY_KEY_PATTERN } from '../../../src/contract/api';
import { APPLICATION_NAME_PATTERN, identifierPattern, isIdentifier, TENANT_ID, USER_ID } from '../../../src/contract/identifiers';
import { createdTenantId, signUpTenantId } from '../../../src/runtime/tenants/derived-tenant-id';

const KEY = '0123456789abcdef';

const names = fc.stringMatching(/^[a-z][a-z0-9-]{1,62}$/).filter((name) => APPLICATION_NAME_PATTERN.test(name));
const users = fc.stringMatching(identifierPattern(USER_ID));
const keys = fc.stringMatching(IDEMPOTENCY_KEY_PATTERN);

test('the tenant of a sign-up has the id that the saga derives', () => {
  expect(signUpTenantId('app', 'user-1')).toBe(createHash('sha256').update('app:user-1').digest('hex').slice(0, 32));
});

test('a tenant that a user creates has a valid id, which is the same each time', () => {
  fc.assert(fc.property(names, users, keys, (name, user, key) => {
    const id = createdTenantId(name, user, key);
    expect(isIdentifier(TENANT_ID, id)).toBe(true);
    expect(createdTenantId(name, user, key)).toBe(id);
  }));
});

test.each<[string, [string, string, string], [string, string, string]]>([
  ['another application', ['app', 'user', KEY], ['application', 'user', KEY]],
  ['another user', ['app', 'user', KEY], ['app', 'another', KEY]],
  ['another key', ['app', 'user', KEY], ['app', 'user', `${KEY}0`]],
  ['a border between application and user that moved', ['app-a', 'user', KEY], ['app', '-auser', KEY]],
  ['a border between user and key that moved', ['app', 'user0', KEY.slice(1)], ['app', 'user', KEY]],
])('%s results in another tenant', (_, one, other) => {
  expect(createdTenantId(...one)).not.toBe(createdTenantId(...other));
});

test('no key results in the tenant of any sign-up', () => {
  const charactersOfUserIds = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((text) => isIdentifier(USER_ID, `u${text}`));
  expect(charactersOfUserIds).toContain(':');

  const signUps = ['', ...charactersOfUserIds].map((between) => signUpTenantId('app', `user${between}${KEY}`));

  expect(signUps).not.toContain(createdTenantId('app', 'user', KEY));
});
