import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../../src/runtime/functions/audit-reader/handler';
import { perTenant } from '../../../../src/runtime/library';
import { type Meaning, meaningOf } from '../../../dynamodb-meaning';
import { type Answer, answerOf } from '../../answers';
import { apiEvent, type ApiRequest, authorizerOf, lambdaContext, OTHER_TENANT_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../../events';
import { Output } from '../../output';
import { RecordingSts } from '../../sts';

const ACTOR = { type: 'user', id: USER_ID };
const dynamodb = mockClient(DynamoDBDocumentClient);
let output: Output;
let sts: RecordingSts;

beforeEach(() => {
  dynamodb.reset();
  dynamodb.on(QueryCommand).resolves({});
  output = new Output();
  sts = new RecordingSts();
});

afterEach(() => jest.restoreAllMocks());

function list(request: Partial<ApiRequest>): Promise<Answer> {
  const handler = createHandler({
    tenantRows: perTenant({
      sts,
      roleArn: 'arn:aws:iam::123456789012:role/records',
      createClient: (credentials) => DynamoDBDocumentClient.from(new DynamoDBClient({ credentials })),
    }),
    tableName: 'the-table',
    readPeople: async (_, __, { all }) => new Map(all.map((userId) => [userId, { person: { status: 'other' } }])),
    allowOrigins: ['https://app.example.com'],
    logger: output.logger,
  });
  const event = apiEvent({ method: 'GET', resource: '/tenant/{tenantId}/audit', parameters: { tenantId: TENANT_ID }, ...request });
  return handler(event, lambdaContext()).then(answerOf);
}

const asAdmin = (query: Record<string, string> = {}, authorizer: Record<string, unknown> = {}) =>
  list({ query, authorizer: authorizerOf(authorizer) });

const queries = (): Meaning[] => dynamodb.commandCalls(QueryCommand).map(({ args: [{ input }] }) => meaningOf(input));

function item(number: number) {
  const occurredat = `2026-11-30T09:00:00.${String(number).padStart(3, '0')}Z`;
  return {
    tenantid: TENANT_ID,
    recordid: `${occurredat}#r${number}`,
    id: `r${number}`,
    action: 'tenant.renamed',
    version: '1',
    occurredat,
    actortype: 'user',
    actorid: USER_ID,
    targets: [{ type: 'tenant', id: TENANT_ID }],
    requestid: 'q1',
    changes: [{ field: 'name' }],
    expiresat: 1,
  };
}

const items = (from: number, to: number) => Array.from({ length: from - to }, (_, index) => item(from - index - 1));

/** A table that has read the items up to the last one, and possibly more. */
const answered = (found: object[], last?: ReturnType<typeof item>) =>
  ({ Items: found, ...last && { LastEvaluatedKey: { tenantid: TENANT_ID, recordid: last.recordid } } });

const idsOf = ({ json }: Answer): string[] => json.records.map(({ id }: { id: string }) => id);

describe('a page', () => {
  test('has the newest records first, consistently read, without the keys of the table', async () => {
    dynamodb.on(QueryCommand).resolves(answered([item(2), { ...item(1), actortype: undefined, actorid: undefined, requestid: undefined }]));

    const { status, json } = await asAdmin();

    const record = { action: 'tenant.renamed', version: '1', targets: [{ type: 'tenant', id: TENANT_ID }], changes: [{ field: 'name' }] };
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        records: [
          { ...record, id: 'r2', occurredAt: item(2).occurredat, actor: ACTOR, context: { requestId: 'q1' } },
          // The application has written the row itself.
          { ...record, id: 'r1', occurredAt: item(1).occurredat, context: {} },
        ],
        people: { [USER_ID]: { status: 'other' } },
      },
    });
    expect(queries()).toEqual([{
      TableName: 'the-table',
      keyCondition: `recordid <= ":" AND recordid >= " " AND tenantid = "${TENANT_ID}"`,
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 50,
      ExclusiveStartKey: undefined,
    }]);
  });

  test('is followed by the next one until the last', async () => {
    dynamodb.on(QueryCommand).resolvesOnce(answered(items(6, 4), item(4))).resolvesOnce(answered(items(4, 2)));

    const first = await asAdmin({ limit: '2' });
    const second = await asAdmin({ limit: '2', cursor: first.json.nextCursor });

    expect([idsOf(first), idsOf(second)]).toEqual([['r5', 'r4'], ['r3', 'r2']]);
    expect(queries()[1].ExclusiveStartKey).toEqual({ tenantid: TENANT_ID, recordid: item(4).recordid });
    expect(second.json).not.toHaveProperty('nextCursor');
  });

  test('fails for an item that is not a record', async () => {
    dynamodb.on(QueryCommand).resolves(answered([{ ...item(1), version: '2' }]));
    expect(await asAdmin()).toMatchObject({ status: 500 });
  });
});

describe('a filter', () => {
  test('by time is part of the key, in UTC to the millisecond', async () => {
    await asAdmin({ from: '2026-11-30T10:00:00+01:00', to: '2026-11-30T12:00Z' });
    expect(queries()[0]).toMatchObject({
      keyCondition: `recordid <= "2026-11-30T12:00:00.000Z" AND recordid >= "2026-11-30T09:00:00.000Z" AND tenantid = "${TENANT_ID}"`,
    });
    expect(queries()[0]).not.toHaveProperty('filter');
  });

  test('by time includes its begin, and not its end: the id follows the time in the key', () => {
    const [from, to] = ['2026-11-30T09:00:00.001Z', '2026-11-30T09:00:00.002Z'];
    expect([item(0), item(1), item(2)].filter(({ recordid }) => recordid >= from && recordid <= to)).toEqual([item(1)]);
  });

  test('by actor and by action is applied to 500 records at once', async () => {
    await asAdmin({ actor: SERVICE_ARN, action: 'member.removed' });
    expect(queries()[0]).toMatchObject({ filter: `action = "member.removed" AND actorid = "${SERVICE_ARN}"`, Limit: 500 });
  });

  test('that finds more than a page continues after the last record of the page', async () => {
    dynamodb.on(QueryCommand).resolves(answered(items(9, 0)));
    const { json } = await asAdmin({ action: 'tenant.renamed', limit: '3' });

    expect(json.records).toHaveLength(3);
    await asAdmin({ action: 'tenant.renamed', limit: '3', cursor: json.nextCursor });
    expect(queries().at(-1)!.ExclusiveStartKey).toEqual({ tenantid: TENANT_ID, recordid: item(6).recordid });
  });

  test('that finds exactly a page at the end of the log has no next page', async () => {
    dynamodb.on(QueryCommand).resolves(answered(items(3, 0)));
    expect((await asAdmin({ action: 'tenant.renamed', limit: '3' })).json).not.toHaveProperty('nextCursor');
  });

  test('that finds little reads on, at most ten times, and the next page continues there', async () => {
    dynamodb.on(QueryCommand).callsFake(({ ExclusiveStartKey }) => {
      const reads = queries().length;
      return { Items: reads === 3 ? [item(700)] : [], LastEvaluatedKey: { tenantid: TENANT_ID, recordid: `${item(900 - reads).occurredat}#x`, after: ExclusiveStartKey } };
    });

    const { status, json } = await asAdmin({ actor: USER_ID });

    expect({ status, records: json.records.length }).toEqual({ status: 200, records: 1 });
    expect(queries()).toHaveLength(10);
    await asAdmin({ actor: USER_ID, cursor: json.nextCursor });
    expect(queries()[10].ExclusiveStartKey).toEqual({ tenantid: TENANT_ID, recordid: `${item(890).occurredat}#x` });
  });

  test('without a match has an empty page', async () => {
    expect(await asAdmin({ actor: 'nobody' })).toMatchObject({ status: 200, json: { records: [] } });
  });
});

describe('an invalid query', () => {
  test.each([
    ['from', '2026-11-30'], ['from', '2026-11-30T09:00:00'], ['from', 'yesterday'], ['from', ''], ['from', '2026-13-30T09:00:00Z'],
    // A + that is not encoded stands for a space.
    ['to', '2026-11-30T09:00:00 01:00'], ['to', '1794000000'], ['to', '2026-11-30T09:00:00.1234Z'],
    ['actor', ''], ['actor', 'x'.repeat(2049)], ['action', ''], ['action', 'x'.repeat(2049)],
    ['limit', '0'], ['limit', 'x'], ['cursor', 'x'], ['cursor', Buffer.from('["a","b"]').toString('base64url')],
  ])('is refused with its field: %s=%p', async (field, value) => {
    expect(await asAdmin({ [field]: value })).toMatchObject({ status: 400, json: { code: 'invalidRequest', errors: [{ field }] } });
    expect(queries()).toEqual([]);
  });

  test('is refused if its end is before its begin', async () => {
    expect(await asAdmin({ from: '2026-11-30T09:00:00Z', to: '2026-11-30T09:30:00+01:00' }))
      .toMatchObject({ status: 400, json: { errors: [{ field: 'to', detail: 'must not be earlier than from' }] } });
  });

  test('names all of its invalid filters', async () => {
    expect((await asAdmin({ from: 'x', to: 'y', actor: '' })).json.errors.map(({ field }: { field: string }) => field)).toEqual(['from', 'to', 'actor']);
  });

  test.each([
    ['from', { from: '2026-12-01T00:00:00Z' }], ['to', { to: '2026-11-01T00:00:00Z' }],
  ])('is refused with the cursor of a list with another %s', async (_, query) => {
    dynamodb.on(QueryCommand).resolves(answered(items(6, 4), item(4)));
    const { json: { nextCursor } } = await asAdmin({ limit: '2' });

    expect(await asAdmin({ ...query, cursor: nextCursor })).toMatchObject({ status: 400, json: { errors: [{ field: 'cursor' }] } });
    expect(await asAdmin({ from: '2026-11-30T00:00:00Z', to: '2026-12-01T00:00:00Z', cursor: nextCursor })).toMatchObject({ status: 200 });
  });
});

describe('in the web-app API', () => {
  test.each(['admin', 'auditor'])('a member with the role %s has access', async (tenantRole) => {
    expect(await asAdmin({}, { tenantRole })).toMatchObject({ status: 200 });
  });

  test.each(['member', 'viewer'])('a member with the role %s has none', async (tenantRole) => {
    expect(await asAdmin({}, { tenantRole })).toMatchObject({ status: 403 });
    expect([...queries(), ...sts.asked]).toEqual([]);
  });

  test('an admin of another tenant has none', async () => {
    expect(await asAdmin({}, { tenantId: OTHER_TENANT_ID })).toMatchObject({ status: 403 });
    expect([...queries(), ...sts.asked]).toEqual([]);
  });

  test('a request that was not authorized has none, even if it names a principal', async () => {
    expect(await list({ authorizer: {} })).toMatchObject({ status: 401 });
    expect(queries()).toEqual([]);
  });
});

describe('in the admin API', () => {
  test('a principal that IAM has authorized reads any tenant', async () => {
    expect(await list({ parameters: { tenantId: OTHER_TENANT_ID } })).toMatchObject({ status: 200 });
    expect(queries()[0].keyCondition).toContain(OTHER_TENANT_ID);
  });

  test('the id of a tenant must have the format of one', async () => {
    expect(await list({ parameters: { tenantId: '%2A' } })).toMatchObject({ status: 400 });
    expect(queries()).toEqual([]);
  });

  test('a request without a principal has no access', async () => {
    const event = { principal: null as unknown as string };
    expect((await list(event)).status).toBeGreaterThanOrEqual(400);
    expect(queries()).toEqual([]);
  });

  test('log lines have the tenant and the role of the principal, but not its session', async () => {
    dynamodb.on(QueryCommand).rejects(new Error('ThrottlingException'));
    await list({});
    expect(output.logs).toContainEqual(expect.objectContaining({
      level: 'ERROR', tenantId: TENANT_ID, actor: { type: 'service', id: 'arn:aws:sts::123456789012:assumed-role/Billing' },
    }));
    expect(output.text).not.toContain(SERVICE_ARN);
  });
});

test('records are read with credentials for the tenant in the path', async () => {
  dynamodb.on(QueryCommand).callsFake(async (_, getClient) => {
    await getClient().config.credentials();
    return {};
  });
  await asAdmin();
  await list({ parameters: { tenantId: OTHER_TENANT_ID } });

  expect(sts.asked.map(({ Tags }) => Tags)).toEqual([
    [{ Key: 'tenantId', Value: TENANT_ID }], [{ Key: 'tenantId', Value: OTHER_TENANT_ID }],
  ]);
});
