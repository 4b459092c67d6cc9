import { tenantKey, userKey } from '../../../src/runtime/library';

test.each([
  [tenantKey('t1'), 't1'],
  [tenantKey('t1', 'TENANT#{tenantId}'), 'TENANT#t1'],
  [tenantKey('t1', 'uploads/{tenantId}/'), 'uploads/t1/'],
  [tenantKey('t1', 'TENANT#{tenantId}#ORDERS'), 'TENANT#t1#ORDERS'],
  [userKey('ann@example.com'), 'ann@example.com'],
  [userKey('ann', 'USER#{userId}'), 'USER#ann'],
])('%s has the key of its id', (key, expected) => {
  expect(key).toBe(expected);
});

test.each(['', 't1#ORDERS', 't1/', '*', 'T1', undefined as never])('%j has no tenant key', (id) => {
  expect(() => tenantKey(id, 'TENANT#{tenantId}')).toThrow('The tenant id must have 2 to 64 characters out of a-z0-9-.');
});

test('an invalid user id has no key', () => {
  expect(() => userKey('ann#x')).toThrow('The user id must have');
});

test.each([
  ['TENANT#{tenantid}', 'keyFormat must contain {tenantId} exactly once, but was "TENANT#{tenantid}".'],
  ['TENANT#{tenantId}*', 'keyFormat must have only printable ASCII characters around {tenantId}, without * ? $ { and }, but was "TENANT#{tenantId}*".'],
])('%j is not a key format', (keyFormat, message) => {
  expect(() => tenantKey('t1', keyFormat)).toThrow(message);
});
