/** Exports of a tenant: requested by an admin or an operator, and downloaded with links that lead to nothing else. */
import { createHash, randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_NAME, dynamodb, eventBridge, outputs, sqs } from './support/engine';
import { joined } from './support/members';
import { type Customer, newCustomer } from './support/people';
import { signedAgain } from './support/pool-key';
import { type Answer, call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { Subscription } from '../../local/client/subscription';
import type { ExportRepresentation } from '../../src/contract/api';
import { DETAIL_TYPE, eventSources, type TenantExportedDetail } from '../../src/contract/events';
import type { ExportManifest } from '../../src/contract/exports';

const api = outputs.ApiUrl;

const request = (by: Customer, tenantId = by.tenantId) => call(api, { method: 'POST', path: `tenant/${tenantId}/exports` }, by.tokens.accessToken);
const describeExport = (by: Customer, exportId: string, query = '') =>
  call(api, { path: `tenant/${by.tenantId}/exports/${exportId}${query}` }, by.tokens.accessToken);
const asOperator = (method: string, path: string, body?: object): Promise<Answer> => callSigned(outputs.AdminApiUrl, { method, path, body });

async function finished(read: () => Promise<Answer>): Promise<ExportRepresentation> {
  return eventually('a complete export', async () => {
    const { status, body } = await read();
    expect(status).toBe(200);
    return body.status === 'running' ? undefined : body;
  }, 60_000);
}

/** Downloads the files of an export, by name. */
async function download({ files }: ExportRepresentation): Promise<Record<string, unknown[]>> {
  const contents = await Promise.all(files!.map(async ({ name, url, sha256, bytes, rows }) => {
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    const content = Buffer.from(await response.arrayBuffer());
    expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    const lines = content.toString().trimEnd().split('\n');
    const isCsv = name.endsWith('.csv');
    expect(lines).toHaveLength(isCsv ? rows + 1 : rows);
    return [name, isCsv ? lines : lines.map((line) => JSON.parse(line))];
  }));
  return Object.fromEntries(contents);
}

describe('an admin', () => {
  test('exports the tenant, and downloads its data and nothing of another tenant', async () => {
    const exported = await Subscription.to<TenantExportedDetail>(
      { eventBridge, sqs, eventBusName: outputs.EventBusName },
      { 'source': [eventSources(APPLICATION_NAME).tenant], 'detail-type': [DETAIL_TYPE.exported] },
    );
    const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
    const max = await joined(ann.tenantId, 'member');
    const email = `${randomUUID()}@example.com`;
    for (const { tenantId, tokens } of [ann, bob]) {
      await call(api, { method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email, role: 'member' } }, tokens.accessToken);
    }
    const item = { tenantid: ann.tenantId, deviceid: 'd1', name: 'Sensor', tags: new Set(['a']), raw: Buffer.from('x') };
    await dynamodb.send(new PutCommand({ TableName: outputs.DevicesTableName, Item: item }));
    await dynamodb.send(new PutCommand({ TableName: outputs.DevicesTableName, Item: { tenantid: bob.tenantId, deviceid: 'd2' } }));

    const requested = await request(ann);
    expect(requested).toEqual(expect.objectContaining({ status: 202, body: { exportId: expect.stringMatching(/^[0-9a-f]{32}$/) } }));
    const { exportId } = requested.body;
    expect((await request(ann)).body).toEqual({ exportId });
    const described = await finished(async () => describeExport(ann, exportId));

    expect(described).toMatchObject({ exportId, status: 'succeeded', completedAt: expect.any(String) });
    const validity = Date.parse(described.expiresAt!) - Date.now();
    expect([validity > 14 * 60_000, validity <= 15 * 60_000]).toEqual([true, true]);
    const contents = await download(described);
    expect(contents['tenant-00001.jsonl']).toMatchObject([{ tenantId: ann.tenantId, name: 'Ann', status: 'active' }]);
    expect(contents['members-00001.jsonl'].map((member) => (member as { userId: string }).userId)).toEqual([ann.userId, max.userId].sort());
    expect(contents['invitations-00001.jsonl']).toMatchObject([{ email, role: 'member', status: 'pending', invitedBy: ann.userId }]);
    expect(contents['invitations-00001.jsonl'][0]).not.toHaveProperty('codehash');
    expect(contents['audit-00001.jsonl'][0]).toMatchObject({ action: 'tenant.created', targets: [{ type: 'tenant', id: ann.tenantId }, { type: 'user', id: ann.userId }] });
    expect(contents['audit-00001.csv'][0]).toMatch(/^\uFEFFtime,.*,action,targets,/);
    expect(contents['audit-00001.csv'][1]).toMatch(new RegExp(`,tenant\\.created,tenant ${ann.tenantId}; user ${ann.userId},`));
    expect(contents['Devices-00001.jsonl']).toEqual([{ ...item, tags: ['a'], raw: 'eA==' }]);
    expect(JSON.stringify(contents)).not.toContain(bob.tenantId);
    const manifest = await (await fetch(described.url!)).json() as ExportManifest;
    expect(manifest).toMatchObject({ version: '1', tenantId: ann.tenantId, exportId, completedAt: described.completedAt });
    expect(manifest.sources.map(({ name, rows }) => [name, rows])).toEqual([['tenant', 1], ['members', 2], ['invitations', 1], ['audit', expect.any(Number)], ['Devices', 1]]);

    const event = await eventually('the event', async () => (await exported.received()).find(({ detail }) => detail.tenantId === ann.tenantId));
    expect(event.detail).toEqual({
      tenantId: ann.tenantId, exportId, actor: { type: 'user', id: ann.userId }, eventId: exportId, occurredAt: described.completedAt, version: '1',
    });
    await exported.end();

    // A link is signed for one object, and with the rights of one tenant.
    const ofBob = described.files![0].url.replaceAll(ann.tenantId, bob.tenantId);
    expect((await fetch(ofBob)).status).toBe(403);
    const [unsigned] = described.files![0].url.split('?');
    expect((await fetch(unsigned)).status).toBe(403);
    expect(await describeExport(bob, exportId)).toMatchObject({ status: 404, body: { code: 'exportNotFound' } });
    expect((await call(api, { path: `tenant/${ann.tenantId}/exports/${exportId}` }, bob.tokens.accessToken)).status).toBe(403);
  });

  test('reads a large list of files in pages', async () => {
    const ann = await newCustomer('Ann');
    const { exportId } = (await request(ann)).body;
    await finished(async () => describeExport(ann, exportId));

    const first = await describeExport(ann, exportId, '?limit=2');
    const second = await describeExport(ann, exportId, `?limit=2&cursor=${first.body.nextCursor}`);

    expect([first, second].map(({ body }) => body.files.map(({ name }: { name: string }) => name))).toEqual([
      ['tenant-00001.jsonl', 'members-00001.jsonl'], ['audit-00001.jsonl', 'audit-00001.csv'],
    ]);
    expect(second.body).not.toHaveProperty('nextCursor');
    expect(await describeExport(ann, exportId, '?cursor=x')).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
  });

  test('needs a sign-in within the last ten minutes to request an export', async () => {
    const ann = await newCustomer('Ann');
    const accessToken = await signedAgain(ann.tokens.accessToken, { auth_time: Math.floor(Date.now() / 1000) - 11 * 60 });

    expect(await request({ ...ann, tokens: { ...ann.tokens, accessToken } })).toMatchObject({ status: 401, body: { code: 'signInAgain' } });
  });

  test('who is no longer one gets no links, whatever the token says', async () => {
    const ann = await newCustomer('Ann');
    const eve = await joined(ann.tenantId, 'admin');
    const { exportId } = (await request(eve)).body;
    await finished(async () => describeExport(eve, exportId));
    await call(api, { method: 'PUT', path: `tenant/${ann.tenantId}/members/${eve.userId}`, body: { role: 'member' } }, ann.tokens.accessToken);

    expect(await describeExport(eve, exportId)).toMatchObject({ status: 403, body: { code: 'roleRequired' } });
    expect(await request(eve)).toMatchObject({ status: 403, body: { code: 'roleRequired' } });
    expect((await describeExport(ann, exportId)).status).toBe(200);
  });
});

describe('an operator', () => {
  test('exports a tenant that is closing', async () => {
    const ann = await newCustomer('Ann');
    await asOperator('PUT', `tenant/${ann.tenantId}/closure`);

    const requested = await asOperator('POST', `tenant/${ann.tenantId}/exports`);
    const described = await finished(async () => asOperator('GET', `tenant/${ann.tenantId}/exports/${requested.body.exportId}`));

    expect((await download(described))['tenant-00001.jsonl']).toMatchObject([{ tenantId: ann.tenantId, status: 'closing' }]);
    expect(await request(ann)).toMatchObject({ status: 403 });
  });

  test('is told about an unknown tenant and an unknown export', async () => {
    const ann = await newCustomer('Ann');

    expect(await asOperator('POST', 'tenant/no-such-tenant/exports')).toMatchObject({ status: 404, body: { code: 'tenantNotFound' } });
    expect(await asOperator('GET', `tenant/${ann.tenantId}/exports/${'0'.repeat(32)}`)).toMatchObject({ status: 404, body: { code: 'exportNotFound' } });
  });
});
