import { outputs } from './support/engine';
import { type Customer, newCustomer } from './support/people';
import { call, callSigned } from '../../local/client/api';

let ann: Customer;

beforeAll(async () => {
  ann = await newCustomer();
});

test('tells a signed caller the tenants of a user, the active one first', async () => {
  const answer = await callSigned(outputs.AdminApiUrl, { path: `tenants/${ann.userId}` });

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    tenants: [ann.tenantId],
    memberships: [{ tenantId: ann.tenantId, role: 'admin', status: 'active' }],
  });
});

test('knows no tenants of a user that it does not know', async () => {
  const answer = await callSigned(outputs.AdminApiUrl, { path: 'tenants/nobody' });

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ tenants: [], memberships: [] });
});

test('refuses an unsigned caller', async () => {
  expect((await call(outputs.AdminApiUrl, { path: `tenants/${ann.userId}` })).status).toBe(403);
});

test("refuses a user's token", async () => {
  const answer = await call(outputs.AdminApiUrl, { path: `tenants/${ann.userId}` }, ann.tokens.accessToken);

  expect(answer.status).toBe(403);
});

test.each(['%2A', '%00', 'a%3Fb', 'x'.repeat(200)])('refuses the malformed user id %s', async (userId) => {
  const answer = await callSigned(outputs.AdminApiUrl, { path: `tenants/${userId}` });

  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});
