import { membershipOfToken } from '../../web/src';
import { TENANT_ID, USER_ID } from '../runtime/events';
import { TokenIssuer } from '../runtime/tokens';

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await TokenIssuer.create();
});

test('the user, tenant and role are read from a token', async () => {
  const token = await issuer.accessToken({ tenant: TENANT_ID, tenant_role: 'member' });
  expect(membershipOfToken(token)).toEqual({ userId: USER_ID, tenantId: TENANT_ID, role: 'member' });
});

test.each([undefined, '', 7, ['a']])('the tenant claim %j is ignored', async (tenant) => {
  expect(membershipOfToken(await issuer.accessToken({ tenant }))).not.toHaveProperty('tenantId');
});

test('a role that an app has declared is accepted', async () => {
  expect(membershipOfToken(await issuer.accessToken({ tenant_role: 'site-manager' }))).toMatchObject({ role: 'site-manager' });
});

test.each([undefined, '', 7, 'Site Manager'])('the role claim %j is ignored', async (role) => {
  expect(membershipOfToken(await issuer.accessToken({ tenant_role: role }))).not.toHaveProperty('role');
});

test('the access to a read-only tenant is read from a token', async () => {
  const token = await issuer.accessToken({ tenant: TENANT_ID, tenant_role: 'member', tenant_access: 'READ_ONLY' });
  expect(membershipOfToken(token)).toEqual({ userId: USER_ID, tenantId: TENANT_ID, role: 'member', access: 'READ_ONLY' });
});

test.each([undefined, '', 7, 'FULL'])('the access claim %j is ignored', async (access) => {
  expect(membershipOfToken(await issuer.accessToken({ tenant_access: access }))).not.toHaveProperty('access');
});

test.each(['', 'no token', 'a.b.c'])('the invalid token %j is refused', (text) => {
  expect(() => membershipOfToken(text)).toThrow();
});

test('a token without a user is refused', async () => {
  const token = await issuer.sign({ tenant: TENANT_ID });
  expect(() => membershipOfToken(token)).toThrow('The token has no `sub` claim.');
});
