import { outputs } from './support/engine';
import { type Customer, newCustomer } from './support/people';
import { call, callSigned } from '../../local/client/api';
import type { TenantPage } from '../../src/contract/api';
import { profileDigest } from '../../src/contract/profile-digest';

let ann: Customer;

beforeAll(async () => {
  ann = await newCustomer();
});

test('returns the tenants of a user to a signed caller, the active tenant first', async () => {
  const answer = await callSigned(outputs.AdminApiUrl, { path: `tenants/${ann.userId}` });

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    tenants: [ann.tenantId],
    memberships: [{ tenantId: ann.tenantId, role: 'admin', status: 'active' }],
    profile: profileDigest(ann.userId, { name: 'Ann', email: ann.email }),
  });
});

test('returns no tenants for an unknown user', async () => {
  const answer = await callSigned(outputs.AdminApiUrl, { path: 'tenants/nobody' });

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ tenants: [], memberships: [] });
});

test('finds the memberships of an email address in any spelling', async () => {
  const answer = await callSigned(outputs.AdminApiUrl, { path: `memberships?email=${encodeURIComponent(ann.email.toUpperCase())}` });

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    memberships: [{ tenantId: ann.tenantId, userId: ann.userId, name: expect.any(String), email: ann.email, role: 'admin', joinedAt: expect.any(String) }],
  });
});

test('lists all tenants, page by page', async () => {
  await newCustomer();
  const found = new Set<string>();
  let cursor: string | undefined;
  do {
    const { status, body } = await callSigned(outputs.AdminApiUrl, { path: `tenants?limit=50${cursor === undefined ? '' : `&cursor=${cursor}`}` });
    expect(status).toBe(200);
    const page = body as TenantPage;
    for (const tenant of page.tenants) {
      // Concurrent tests create tenants. A tenant that becomes active while the pages are read is in the lists of both statuses.
      const entry = `${tenant.tenantId} ${tenant.status}`;
      expect(found).not.toContain(entry);
      found.add(entry);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);

  expect(found).toContain(`${ann.tenantId} active`);
});

test('lists the tenants of one status only', async () => {
  const { body } = await callSigned(outputs.AdminApiUrl, { path: 'tenants?status=active&limit=1' });

  expect((body as TenantPage).tenants).toEqual([expect.objectContaining({ status: 'active' })]);
  expect((body as TenantPage).nextCursor).toEqual(expect.any(String));
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
