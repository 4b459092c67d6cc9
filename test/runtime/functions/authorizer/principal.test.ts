import { principalOf } from '../../../../src/runtime/functions/authorizer/principal';
import { CLIENT_ID, TENANT_ID, USER_ID } from '../../events';

const CLAIMS = { sub: USER_ID, username: 'alice', exp: 1_900_000_000, tenant: TENANT_ID, tenant_role: 'admin' };
const PRINCIPAL = { userId: USER_ID, userName: 'alice', expiresAt: 1_900_000_000, tenantId: TENANT_ID, tenantRole: 'admin' };

test('a token of a read-only tenant says so', () => {
  expect(principalOf({ ...CLAIMS, tenant_access: 'READ_ONLY' })).toEqual({ ...PRINCIPAL, tenantAccess: 'READ_ONLY' });
  // API Gateway refuses a context with a value that is undefined or null.
  expect(principalOf(CLAIMS)).not.toHaveProperty('tenantAccess');
});

test('a token without a tenant has no access to one', () => {
  expect(principalOf({ ...CLAIMS, tenant: undefined, tenant_access: 'READ_ONLY' })).not.toHaveProperty('tenantAccess');
});

test('a token of a member identifies the user and the tenant', () => {
  expect(principalOf(CLAIMS)).toEqual(PRINCIPAL);
});

test('a token without a tenant identifies only the user, whatever role it has', () => {
  const { tenantId: _, tenantRole: __, ...user } = PRINCIPAL;
  expect(principalOf({ ...CLAIMS, tenant: undefined })).toEqual(user);
});

// A token of the client credentials grant: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
test('a token of a machine does not identify a user', () => {
  expect(principalOf({ sub: CLIENT_ID, client_id: CLIENT_ID, token_use: 'access', scope: 'orders/read', exp: 1_900_000_000 })).toBeUndefined();
});

test.each<[string, object]>([
  ['a tenant that is not an identifier, and a valid role', { tenant: '*' }],
  ['an empty tenant, and a good role', { tenant: '' }],
  ['a valid tenant, and a role that is not a role name', { tenant_role: 'Admin' }],
  ['a good tenant, and no role', { tenant_role: undefined }],
  ['an access that this version does not know', { tenant_access: 'READ_SOME' }],
  ['an empty access', { tenant_access: '' }],
  ['an access that is not a text', { tenant_access: ['READ_ONLY'] }],
  ['neither', { tenant: '*', tenant_role: '*' }],
  ['no end', { exp: undefined }],
  ['an end at zero', { exp: 0 }],
  ['an end within a second', { exp: 1.5 }],
  ['an end after the last date that a policy can have', { exp: 253_402_300_800 }],
])('a token with %s does not identify a user', (_, changes) => {
  expect(principalOf({ ...CLAIMS, ...changes })).toBeUndefined();
});

test.each([1, 253_402_300_799])('a token can expire at %s', (exp) => {
  expect(principalOf({ ...CLAIMS, exp })).toMatchObject({ expiresAt: exp });
});

test('a token says when the user has signed in', () => {
  expect(principalOf({ ...CLAIMS, auth_time: 1_800_000_000 })).toEqual({ ...PRINCIPAL, authenticatedAt: 1_800_000_000 });
});

test.each<[unknown]>([[undefined], [null], [0], [-1], [1.5], ['1800000000'], [Number.NaN], [253_402_300_800], [[1_800_000_000]]])(
  'a time of the sign-in that is %p is left out, and the token identifies the user all the same', (authTime) => {
    const principal = principalOf({ ...CLAIMS, auth_time: authTime });
    expect(principal).toEqual(PRINCIPAL);
    // API Gateway refuses a context with a value that is undefined or null.
    expect(principal).not.toHaveProperty('authenticatedAt');
  });
