import type { AuditRecord } from '../../../../src/contract/audit';
import { createClientKeys, sealClient } from '../../../../src/runtime/audit/client-details';
import { resolvePage } from '../../../../src/runtime/functions/audit-reader/resolve-page';
import { EMAIL, PERSON_NAME, REQUEST_ID, TENANT_ID, USER_ID } from '../../events';
import { Output } from '../../output';

const CLIENT = { ip: '192.0.2.7', userAgent: 'Firefox' };
let output: Output;

beforeEach(() => {
  output = new Output();
});

const record = (fields: Partial<AuditRecord> = {}): AuditRecord => ({
  id: 'r1',
  action: 'tenant.renamed',
  version: '1',
  occurredAt: '2026-11-30T09:00:00.000Z',
  actor: { type: 'user', id: USER_ID },
  targets: [{ type: 'tenant', id: TENANT_ID }],
  context: { requestId: REQUEST_ID },
  changes: [],
  ...fields,
});

const member = { status: 'member', name: PERSON_NAME, email: EMAIL } as const;

describe('a page', () => {
  test('says who the users are, and where the requests came from', async () => {
    const { sealingKey, openingKey } = await createClientKeys();
    const sealedClient = await sealClient(CLIENT, USER_ID, sealingKey);
    const page = { records: [record({ context: { requestId: REQUEST_ID, sealedClient } }), record()], nextCursor: 'next' };

    await expect(resolvePage(page, new Map([[USER_ID, { person: member, openingKey }]]), output.logger)).resolves.toEqual({
      records: [record({ context: { requestId: REQUEST_ID, ...CLIENT } as AuditRecord['context'] }), record()],
      people: { [USER_ID]: member },
      nextCursor: 'next',
    });
  });

  test('has no details of an erased user, and never their sealed form', async () => {
    const { sealingKey } = await createClientKeys();
    const sealedClient = await sealClient(CLIENT, USER_ID, sealingKey);

    await expect(resolvePage({ records: [record({ context: { sealedClient } })] }, new Map([[USER_ID, { person: { status: 'erased' } }]]), output.logger))
      .resolves.toEqual({ records: [record({ context: {} })], people: { [USER_ID]: { status: 'erased' } } });
  });

  test('leaves out details that the key does not open, and the log has no part of them', async () => {
    const [lost, current] = await Promise.all([createClientKeys(), createClientKeys()]);
    const sealedClient = await sealClient(CLIENT, USER_ID, lost.sealingKey);

    const page = await resolvePage(
      { records: [record({ context: { sealedClient } })] }, new Map([[USER_ID, { person: member, openingKey: current.openingKey }]]), output.logger,
    );

    expect(page.records[0].context).toEqual({});
    expect(output.logs).toEqual([expect.objectContaining({ level: 'WARN', message: 'The client details of a record could not be opened' })]);
    expect(output.text).not.toContain(current.openingKey);
    expect(output.text).not.toContain(sealedClient);
  });
});
