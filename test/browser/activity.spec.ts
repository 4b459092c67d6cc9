/** The page that shows the audit log. Records come from the change streams a few seconds after the change, so the tests use the page's own button. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { configurationOf } from './support/configuration';
import { tabTo } from './support/keyboard';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { call, callSigned } from '../../local/client/api';
import { AUDIT_ACTION, type AuditEntry, type AuditPage, type AuditPerson } from '../../src/contract/audit';
import { outputs } from '../e2e/support/engine';
import { addMember, type Customer, newCustomer, newEmail, newMember, pool, signInWithTenant } from '../e2e/support/people';

const CORS = { 'access-control-allow-origin': '*' };

async function newAuditor(tenantId: string): Promise<Customer> {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  await addMember(tenantId, userId, email, 'auditor');
  return { email, userId, tenantId, tokens: await signInWithTenant(email) };
}

async function change({ tenantId, tokens }: Customer, method: string, path: string, body?: object): Promise<void> {
  const { status } = await call(outputs.ApiUrl, { method, path: `tenant/${tenantId}${path}`, body }, tokens.accessToken);
  expect(status).toBeLessThan(300);
}

/** Makes a member an admin, who then renames the tenant. */
async function promote(admin: Customer, member: Customer): Promise<void> {
  await change(admin, 'PUT', `/members/${member.userId}`, { role: 'admin' });
  await change({ ...member, tokens: await signInWithTenant(member.email) }, 'PUT', '', { name: 'Acme Devices' });
}

function entry(page: Page, what: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('cell', { name: what, exact: true }) });
}

/** Refreshes the list until it has some rows, as a person does. */
async function expectRows(page: Page, rows: Locator, count: number): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(rows).toHaveCount(count, { timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
}

async function expectEntry(page: Page, what: string): Promise<Locator> {
  await expectRows(page, entry(page, what), 1);
  return entry(page, what);
}

async function download(page: Page): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
  expect(file.suggestedFilename()).toBe('activity.csv');
  return readFileSync(await file.path(), 'utf8');
}

/** Opens the page with prepared records, for those that take days or an operator. */
async function openWith({ page, openAs }: Pick<Visitor, 'page'> & { readonly openAs: () => Promise<void> }, pages: readonly AuditPage[]): Promise<void> {
  await page.route(/\/tenant\/[^/]+\/audit/, async (route) => {
    const cursor = new URL(route.request().url()).searchParams.get('cursor');
    await (route.request().method() === 'GET' ? route.fulfill({ json: pages[Number(cursor ?? 0)], headers: CORS }) : route.continue());
  });
  await openAs();
}

const record = (id: string, changes: Partial<AuditEntry>): AuditEntry => ({
  id, action: AUDIT_ACTION.tenantRenamed, version: '1', occurredAt: new Date().toISOString(), targets: [], context: {}, changes: [], ...changes,
});

const member = ({ name, email }: Pick<AuditPerson & { status: 'member' }, 'name' | 'email'>): AuditPerson => ({ status: 'member', name, email });

/** A page with records of nobody in particular. */
const pageOf = (records: readonly AuditEntry[], nextCursor?: string): AuditPage => ({ records, people: {}, nextCursor });

test('an admin sees who changed what and when, and that a removed person is a former member', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const max = await newMember(ann.tenantId);
  await promote(ann, max);
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await dashboard.rename('Acme');
  await expect(dashboard.tenantName).toHaveText('Acme');
  await dashboard.goTo('Activity');
  await expect(dashboard.heading).toHaveText('Activity');

  await expect((await expectEntry(page, 'Changed the role of Max from member to admin')).getByRole('cell').first()).toHaveText('Ann');
  const renamed = page.getByRole('row', { name: /^Ann Renamed the tenant/ });
  await expectRows(page, renamed, 1);
  await expect(renamed.getByRole('time')).toHaveText(/^(just now|\d minutes? ago)$/);
  await expect(renamed.getByRole('time')).toHaveAttribute('title', /^\w+ \d+, \d{4} at .* UTC$/);
  await expect(renamed.getByRole('time')).toHaveAttribute('datetime', /^\d{4}-.*Z$/);
  // The team's own code has added this member.
  await expect((await expectEntry(page, 'Added Max as member')).getByRole('cell').first()).toHaveText('The application');

  await change(ann, 'DELETE', `/members/${max.userId}`);
  await expectEntry(page, 'Removed a former member from the tenant');
  await expect(page.getByRole('row', { name: /^Former member Renamed the tenant/ })).toBeVisible();
  await expect(entry(page, 'Changed the role of a former member from member to admin')).toBeVisible();
});

test('people who are erased have no name, also after they have left', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const max = await newMember(ann.tenantId);
  await promote(ann, max);
  expect((await callSigned(outputs.AdminApiUrl, { method: 'DELETE', path: `users/${max.userId}` })).status).toBeLessThan(300);
  await visitor.openAs(ann, '/activity');
  await expectEntry(page, 'Changed the role of an erased user from member to admin');
  await expect(page.getByRole('row', { name: /^Erased user Renamed the tenant/ })).toBeVisible();
  await page.getByLabel('Person').selectOption(`Erased user ${max.userId.slice(0, 8)}…`);
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('the list is filtered by person and by action, also in the file', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const max = await newMember(ann.tenantId);
  await change(ann, 'PUT', '', { name: 'Acme' });
  await promote(ann, max);
  await visitor.openAs(ann, '/activity');
  await expectEntry(page, 'Added Max as member');
  await expectRows(page, entry(page, 'Renamed the tenant'), 2);

  await page.getByLabel('Person').selectOption(`Max (${max.email})`);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row', { name: /^Max Renamed the tenant/ })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '1 entry is shown.' })).toBeAttached();

  await page.getByLabel('Person').selectOption('Everybody');
  await page.getByLabel('Action').selectOption('Tenant renamed');
  await expect(page.getByRole('row')).toHaveCount(3);
  const [head, ...lines] = (await download(page)).split('\r\n');
  expect(head).toBe('\uFEFFtime,actor type,actor id,actor name,action,targets,changes,ip,user agent,actor status');
  expect(lines.map((line) => line.replace(/^[^,]*/, ''))).toEqual([
    ...[{ name: 'Max', by: max, ip: '.*' }, { name: 'Ann', by: ann, ip: '[^,]+' }].map(({ name, by, ip }) => expect.stringMatching(
      new RegExp(`^,user,${by.userId},${name},tenant\\.renamed,tenant ${ann.tenantId},name,${ip},.*,member$`),
    )),
    '',
  ]);
  await expect(page.getByText('activity.csv was downloaded with 2 entries.')).toBeVisible();

  await page.getByLabel('Action').selectOption('Invitation revoked');
  await expect(page.getByRole('main').getByText('No activity matches this filter.').last()).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
});

test('a member has no such page, and the API refuses the list', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const max = await newMember(ann.tenantId);
  await visitor.openAs(max);
  await dashboard.expectTenant(ann.tenantId);
  await expect(dashboard.navigation('Members')).toBeVisible();
  await expect(dashboard.navigation('Activity')).toHaveCount(0);
  await dashboard.open('/activity');
  await expect(page.getByRole('heading', { name: 'Only admins and auditors can see the activity' })).toBeVisible();
  expect((await call(outputs.ApiUrl, { path: `tenant/${ann.tenantId}/audit` }, max.tokens.accessToken)).status).toBe(403);
});

test('an auditor sees the activity, and changes nothing', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  await visitor.openAs(await newAuditor(ann.tenantId));
  await dashboard.expectTenant(ann.tenantId);
  await expect(dashboard.navigation('Invitations')).toHaveCount(0);
  await dashboard.goTo('Activity');
  await expectEntry(page, 'Added Max as auditor');
});

test('each action has a sentence, and an action of the application is shown as it is', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const [self, other, gone, erased] = [ann.userId, 'max', 'gone', 'erased'].map((id) => ({ type: 'user', id }));
  const people: AuditPage['people'] = {
    [ann.userId]: member({ name: 'Ann', email: ann.email }), max: member({ name: 'Max', email: newEmail() }), gone: { status: 'other' }, erased: { status: 'erased' },
  };
  const invitation = { type: 'invitation', id: '0a'.repeat(16) };
  const byAnn = { actor: { type: 'user', id: ann.userId } } as const;
  const status = { field: 'status', from: 'active', to: 'closing' };
  const deleteAt = { field: 'deleteAt', to: '2026-12-30T00:00:00.000Z' };
  const role = { field: 'role', from: 'member', to: 'site-manager' };
  const cases: Array<[string, Partial<AuditEntry>]> = [
    ['Automatic|Created the tenant for Ann', { action: 'tenant.created', actor: { type: 'system', id: 'sign-up' }, targets: [self] }],
    ['Ann|Created the tenant', { action: 'tenant.created', ...byAnn, targets: [self] }],
    ['The operator of this service|Suspended the tenant', { action: 'tenant.suspended', actor: { type: 'operator', id: 'arn' } }],
    ['The application|Reactivated the tenant', { action: 'tenant.reactivated', actor: { type: 'service', id: 'arn' } }],
    ['Ann|Closed the tenant, with the deletion set to December 30, 2026', { action: 'tenant.closed', ...byAnn, changes: [status, deleteAt] }],
    ['Ann|Set the deletion of the tenant to December 30, 2026', { action: 'tenant.closed', ...byAnn, changes: [deleteAt] }],
    ['Ann|Restored the tenant', { action: 'tenant.restored', ...byAnn }],
    ['Automatic|Deleted the tenant', { action: 'tenant.deleted', actor: { type: 'system', id: 'deletion' } }],
    ['Ann|Exported the data of the tenant', { action: 'tenant.exported', ...byAnn }],
    ['Former member|Joined the tenant as site manager', { action: 'member.added', actor: { type: 'user', id: 'gone' }, targets: [gone], changes: [role] }],
    ['Ann|Changed the role of Max from member to site manager', { action: 'member.roleChanged', ...byAnn, targets: [other], changes: [role] }],
    ['Ann|Changed their own role from member to site manager', { action: 'member.roleChanged', ...byAnn, targets: [self], changes: [role] }],
    ['Automatic|Changed the name and email address of Max', {
      action: 'member.profileChanged', actor: { type: 'system', id: 'member-profiles' }, targets: [other], changes: [{ field: 'name' }, { field: 'email' }],
    }],
    ['Ann|Removed a former member from the tenant', { action: 'member.removed', ...byAnn, targets: [gone] }],
    ['Erased user|Joined the tenant', { action: 'member.added', actor: { type: 'user', id: 'erased' }, targets: [erased] }],
    ['Ann|Removed an erased user from the tenant', { action: 'member.removed', ...byAnn, targets: [erased] }],
    ['Erased user|Declined an invitation', { action: 'invitation.declined', actor: { type: 'user', id: 'erased' }, targets: [invitation] }],
    ['The application|report.shared: user gone, an erased user', { action: 'report.shared', targets: [gone, erased] }],
    ['Former member|Left the tenant', { action: 'member.left', actor: { type: 'user', id: 'gone' }, targets: [gone] }],
    ['Ann|Signed in', { action: 'member.signedIn', ...byAnn, targets: [self] }],
    ['Ann|Signed out Max on all devices', { action: 'member.signedOut', ...byAnn, targets: [other] }],
    ['Ann|Invited a person as member', { action: 'invitation.created', ...byAnn, targets: [invitation], changes: [{ field: 'role', to: 'member' }] }],
    ['Ann|Resent an invitation', { action: 'invitation.resent', ...byAnn, targets: [invitation] }],
    ['Invited person|Declined an invitation', { action: 'invitation.declined', actor: { type: 'user', id: 'gone' }, targets: [invitation] }],
    ['Ann|Revoked an invitation', { action: 'invitation.revoked', ...byAnn, targets: [invitation] }],
    ['Key k-1|report.downloaded: report r-17, user Max', { action: 'report.downloaded', actor: { type: 'key', id: 'k-1' }, targets: [{ type: 'report', id: 'r-17' }, other] }],
    ['The application|toString', { action: 'toString' }],
  ];
  const records = cases.map(([, changes], index) => record(`${index}`, changes));
  await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [{ records, people }]);
  await expect(page.getByRole('row')).toHaveCount(cases.length + 1);
  const rows = await page.getByRole('row').filter({ has: page.getByRole('cell') }).all();
  const shown = await Promise.all(rows.map(async (row) => (await row.getByRole('cell').allTextContents()).slice(0, 2).join('|')));
  expect(shown).toEqual(cases.map(([text]) => text));
});

test('more entries are loaded on request, also past pages without any', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const earlier = record('2', { action: 'tenant.restored', occurredAt: '2026-01-02T10:00:00.000Z' });
  await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [
    pageOf([], '1'), pageOf([record('1', {})], '2'), pageOf([], '3'), pageOf([earlier], '4'), pageOf([]),
  ]);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(entry(page, 'Restored the tenant')).toBeFocused();
  await expect(entry(page, 'Restored the tenant').getByRole('time')).toHaveText('January 2, 2026');
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0);
  await expect(entry(page, 'Restored the tenant')).toBeFocused();
});

test('a value that a spreadsheet would run as a formula begins with an apostrophe in the file', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  const risky = ['=1', '+1', '-1', '@SUM(A1)', '\t1', '\r1', 'fine, "quoted"', 'two\nlines'].map((type, index) => record(`${index}`, {
    actor: { type: 'user', id: ann.userId },
    targets: [{ type, id: 'x' }],
    changes: [{ field: 'role', from: 'a', to: 'b' }, { field: 'name' }],
    context: { ip: '2001:db8::7', userAgent: '=cmd' },
  }));
  const people = { [ann.userId]: member({ name: '=HYPERLINK("http://evil.example","Ann")', email: ann.email }) };
  await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [{ records: risky, people }]);
  await expect(page.getByRole('row')).toHaveCount(risky.length + 1);
  const file = await download(page);
  const start = `${risky[0].occurredAt},user,${ann.userId},"'=HYPERLINK(""http://evil.example"",""Ann"")",tenant.renamed,`;
  const lines = file.slice(file.indexOf('\r\n') + 2);
  const targets = ["'=1 x", "'+1 x", "'-1 x", "'@SUM(A1) x", "'\t1 x", "\"'\r1 x\"", '"fine, ""quoted"" x"', '"two\nlines x"'];
  expect(lines.replaceAll(/\d{4}-\d\d-\d\dT[^,]*/g, risky[0].occurredAt)).toBe(targets.map((target) => `${start}${target},role from a to b; name,2001:db8::7,'=cmd,member\r\n`).join(''));
});

test('a download shows its progress and can be cancelled, and says why it failed', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  let isBroken = false;
  await page.route(/\/tenant\/[^/]+\/audit/, async (route) => {
    const { searchParams } = new URL(route.request().url());
    if (route.request().method() !== 'GET' || !searchParams.has('limit')) return route.continue();
    if (isBroken) return route.fulfill({ status: 400, headers: CORS, json: { status: 400, detail: 'No.' } });
    // The second page never comes.
    return searchParams.has('cursor') ? undefined : route.fulfill({ json: pageOf([record('1', {})], 'c'), headers: CORS });
  });
  await visitor.openAs(ann, '/activity');
  const button = page.getByRole('button', { name: 'Download CSV' });
  await button.click();
  await expect(page.getByText('1 loaded')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Preparing the file…' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel download' }).click();
  await expect(page.getByRole('button', { name: 'Cancel download' })).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(page.getByRole('alert').filter({ hasText: 'downloaded' })).toHaveCount(0);

  isBroken = true;
  visitor.willSee(/status of 400 .*audit/);
  await button.click();
  await expect(page.getByRole('alert')).toContainText("The file wasn't downloaded");
});

test('an entry says which address and browser its change came from, and nothing where they are unknown', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [pageOf([
    record('1', { context: { ip: '198.51.100.7', userAgent: 'Mozilla/5.0 <b>Firefox</b>' } }), record('2', { action: 'tenant.restored', context: { requestId: 'r' } }),
  ])]);
  const [withDetails, without] = [/Renamed the tenant/, /Restored the tenant/].map((name) => page.getByRole('row', { name }));
  await expect(without).toBeVisible();
  await expect(without.getByText('Details')).toHaveCount(0);
  await expect(withDetails.getByText('198.51.100.7')).toBeHidden();
  await withDetails.getByText('Details').focus();
  await page.keyboard.press('Enter');
  await expect(withDetails.getByRole('term')).toHaveText(['IP address', 'Browser']);
  await expect(withDetails.getByRole('definition')).toHaveText(['198.51.100.7', 'Mozilla/5.0 <b>Firefox</b>']);
  await expect(withDetails.getByText('198.51.100.7')).toBeVisible();
});

test.describe('the filter of people', () => {
  const [first, second, erased] = ['9d3f8f0a-1', '9d3f8f0a-2', '0a1b2c3d-4c1e'];
  const people: AuditPage['people'] = { [first]: { status: 'other' }, [second]: { status: 'other' }, [erased]: { status: 'erased' } };
  const records = [first, second, erased].map((id) => record(id, { actor: { type: 'user', id } }));
  const options = (page: Page) => page.getByLabel('Person').getByRole('option');

  test('has the members, and tells apart former members and erased users in the entries', async ({ visitor }) => {
    const { page } = visitor;
    const ann = await newCustomer('Ann');
    const max = await newMember(ann.tenantId);
    await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [{ records, people }]);
    await expect(options(page)).toHaveText([
      'Everybody', `Ann (${ann.email})`, `Max (${max.email})`, 'Erased user 0a1b2c3d…', 'Former member 9d3f8f0a-1', 'Former member 9d3f8f0a-2',
    ]);
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.url().includes('actor=')), page.getByLabel('Person').selectOption('Former member 9d3f8f0a-2'),
    ]);
    expect(new URL(request.url()).searchParams.get('actor')).toBe(second);
  });

  test('still has the chosen person when there are no entries', async ({ visitor }) => {
    const { page } = visitor;
    const ann = await newCustomer('Ann');
    await page.route(/\/tenant\/[^/]+\/audit/, async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      return route.fulfill({ json: route.request().url().includes('actor=') ? pageOf([]) : { records, people }, headers: CORS });
    });
    await visitor.openAs(ann, '/activity');
    await page.getByLabel('Person').selectOption(first);
    await expect(page.getByRole('main').getByText('No activity matches this filter.').last()).toBeVisible();
    await expect(page.getByLabel('Person')).toHaveValue(first);
    await expect(options(page)).toContainText(['Former member 9d3f8f0a-2']);
  });

  test('does not delay the list while the members are loading, and has the people in the entries meanwhile', async ({ visitor }) => {
    const { page } = visitor;
    const ann = await newCustomer('Ann');
    const max = { userId: 'max', name: 'Max', email: newEmail(), role: 'member', joinedAt: '2026-01-01T00:00:00.000Z' };
    let answer: (() => void) | undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(/\/tenant\/[^/]+\/members/, async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      if (!route.request().url().includes('cursor=')) return route.fulfill({ json: { members: [], nextCursor: 'c' }, headers: CORS });
      await answered;
      return route.fulfill({ json: { members: [max] }, headers: CORS });
    });
    await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [{ records, people }]);
    await expect(page.getByRole('row')).toHaveCount(records.length + 1);
    await expect(options(page)).toHaveCount(records.length + 1);
    answer!();
    await expect(options(page)).toContainText([`Max (${max.email})`]);
  });
});

test('without a list of members in the API, the names and the filter come from the entries', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  await dashboard.open('/favicon.svg');
  const deployed = await configurationOf(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, features: { ...deployed.features, members: false } } }));
  const people = { ann: member({ name: 'Ann', email: ann.email }) };
  const records = [record('1', { actor: { type: 'user', id: 'ann' } })];
  await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [{ records, people }]);
  await expect(page.getByRole('row', { name: /^Ann Renamed the tenant/ })).toBeVisible();
  await expect(page.getByLabel('Person').getByRole('option')).toHaveText(['Everybody', `Ann (${ann.email})`]);
  await expect(dashboard.navigation('Members')).toHaveCount(0);
});

test('a tenant without entries says so', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Ann');
  await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [pageOf([])]);
  await expect(page.getByRole('main').getByText('There is no activity yet.').last()).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('nothing is cut off, and the keyboard reaches all controls', async ({ visitor }) => {
    const { dashboard, page } = visitor;
    const ann = await newCustomer('Ann');
    await openWith({ page, openAs: async () => visitor.openAs(ann, '/activity') }, [pageOf([
      record('1', { context: { ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348', userAgent: 'x'.repeat(256) } }),
      record('2', { action: 'report.downloaded', targets: [{ type: 'report', id: 'r'.repeat(60) }] }),
    ])]);
    await expect(page.getByRole('row')).toHaveCount(3);
    await page.getByText('Details').click();
    await expect(page.getByText('2001:db8:85a3:8d3:1319:8a2e:370:7348')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await page.getByRole('navigation').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await dashboard.navigation('Activity').focus();
    for (const name of ['Person', 'Action', 'Refresh', 'Download CSV']) await tabTo(page, name);
  });
});
