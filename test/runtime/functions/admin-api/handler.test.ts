import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import * as fc from 'fast-check';
import { statusShards, type TenantStatus } from '../../../../src/contract/attributes';
import { createHandler } from '../../../../src/runtime/functions/admin-api/handler';
import { signUpTenantId } from '../../../../src/runtime/tenants/derived-tenant-id';
import { statusShard } from '../../../../src/runtime/tenants/status-shard';
import { meaningOf } from '../../../dynamodb-meaning';
import { answerOf } from '../../answers';
import { apiEvent, lambdaContext, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;
let handler: ReturnType<typeof createHandler>;

beforeEach(() => {
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({ Items: [] });
  rowsAre({});
  output = new Output();
  handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    applicationName: 'app',
    suspensionAccess: 'none',
    allowOrigins: ['*'],
    logger: output.logger,
  });
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

interface Query {
  readonly [name: string]: string;
}

async function send(resource: string, request: { parameters?: Record<string, string>; path?: string; query?: Query } = {}) {
  const event = apiEvent({ method: 'GET', resource, parameters: {}, ...request });
  const result = await handler({ ...event, queryStringParameters: request.query ?? null }, lambdaContext());
  return { ...result, json: answerOf(result).json };
}

const ask = async (userId = USER_ID, path?: string) => send('/tenants/{userId}', { parameters: { userId }, path });

/** Rows of the index by user. */
function indexKnows(...tenantIds: string[]): void {
  dynamo.on(QueryCommand).resolves({ Items: tenantIds.map((tenantid) => ({ tenantid })) });
}

interface Standing {
  readonly role?: string;
  readonly createdat?: string;
  /** Absent for a tenant without a row. */
  readonly status?: string;
}

/** The rows that a batch can find: memberships and tenants, by tenant, and the user's record. */
function rowsAre(memberships: Record<string, Standing>, tenants = memberships, record?: Record<string, unknown>): void {
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems }) => ({
    Responses: {
      users: RequestItems.users.Keys.map(({ tenantid }: { tenantid: string }) => tenantid).flatMap((id: string) => [
        ...memberships[id] ? [{ tenantid: id, role: memberships[id].role ?? 'member', createdat: memberships[id].createdat ?? '2026-01-01' }] : [],
        ...record !== undefined && id === `@${USER_ID}` ? [{ tenantid: id, ...record }] : [],
      ]),
      ...RequestItems.tenants && {
        tenants: RequestItems.tenants.Keys.map(({ tenantid }: { tenantid: string }) => tenantid)
          .filter((id: string) => tenants[id]?.status)
          .map((id: string) => ({ tenantid: id, name: id, status: tenants[id].status })),
      },
    },
  }));
}

/** The keys of each batch: ids of tenants, and `@` for the user's record. */
function batches(): Array<{ users: string[]; tenants: string[] }> {
  const idsOf = (keys: ReadonlyArray<Record<string, string>> = []) => keys.map(({ tenantid }) => (tenantid === `@${USER_ID}` ? '@' : tenantid));
  return dynamo.commandCalls(BatchGetCommand).map(({ args }) => {
    const { users, tenants } = args[0].input.RequestItems!;
    return { users: idsOf(users.Keys), tenants: idsOf(tenants?.Keys) };
  });
}

describe('GET /tenants/{userId}', () => {
  test('lists the active tenants, the oldest membership first, and all memberships', async () => {
    dynamo.on(QueryCommand)
      .resolvesOnce({ Items: [{ tenantid: 't-c' }, { tenantid: 't-b' }], LastEvaluatedKey: { tenantid: 't-b' } })
      .resolvesOnce({ Items: ['t-e', 't-d', 't-a', 't-gone'].map((tenantid) => ({ tenantid })) });
    rowsAre({
      't-a': { createdat: '2026-01-01', role: 'admin', status: 'creating' },
      't-b': { createdat: '2026-01-02', status: 'active' },
      't-c': { createdat: '2026-01-02', role: 'auditor', status: 'active' },
      't-d': { createdat: '2026-01-03', status: 'suspended' },
      't-e': { createdat: '2026-01-01', status: 'active' },
      't-gone': { createdat: '2026-01-09' },
    });

    const { statusCode, json, headers } = await ask();

    expect(statusCode).toBe(200);
    expect(json).toEqual({
      tenants: ['t-e', 't-b', 't-c'],
      memberships: [
        { tenantId: 't-a', role: 'admin', status: 'creating' },
        { tenantId: 't-e', role: 'member', status: 'active' },
        { tenantId: 't-b', role: 'member', status: 'active' },
        { tenantId: 't-c', role: 'auditor', status: 'active' },
        { tenantId: 't-d', role: 'member', status: 'suspended' },
        { tenantId: 't-gone', role: 'member', status: 'deleted' },
      ],
    });
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
    const [first, second] = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(meaningOf(first)).toMatchObject({
      TableName: 'users', IndexName: 'user-index', keyCondition: `userid = "${USER_ID}"`, attributes: ['tenantid'],
    });
    expect(second.ExclusiveStartKey).toEqual({ tenantid: 't-b' });
  });

  describe('if members of suspended tenants can read', () => {
    const askReadOnly = async (statuses: Record<string, string>, record = {}) => {
      handler = createHandler({
        documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
        tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
        applicationName: 'app',
        suspensionAccess: 'read-only',
        allowOrigins: ['*'],
        logger: output.logger,
      });
      indexKnows(...Object.keys(statuses));
      rowsAre(Object.fromEntries(Object.entries(statuses).map(([id, status]) => [id, { createdat: id, status }])), undefined, record);
      return (await ask()).json;
    };

    test('names the suspended tenant that the token keeps, and lists only active ones as before', async () => {
      expect(await askReadOnly({ 't-a': 'suspended', 't-b': 'active', 't-c': 'suspended' })).toMatchObject({ tenants: ['t-b'], readOnlyTenant: 't-a' });
      expect(await askReadOnly({ 't-a': 'suspended' })).toMatchObject({ tenants: [], readOnlyTenant: 't-a' });
    });

    test('names no such tenant if the token carries an active one', async () => {
      const json = await askReadOnly({ 't-a': 'suspended', 't-b': 'active', 't-c': 'active' }, { activetenant: 't-c' });
      expect(json.tenants).toEqual(['t-c', 't-b']);
      expect(json).not.toHaveProperty('readOnlyTenant');
    });
  });

  test('includes a membership that the index does not have yet', async () => {
    indexKnows('t-old');
    rowsAre({ 't-new': { createdat: '2026-02-01', status: 'active' }, 't-old': { status: 'active' } }, undefined, { tenants: new Set(['t-new']) });

    expect((await ask()).json.tenants).toEqual(['t-old', 't-new']);
    const { users } = dynamo.commandCalls(BatchGetCommand)[0].args[0].input.RequestItems!;
    expect(users).toMatchObject({ ConsistentRead: true });
    expect(users.Keys).toContainEqual({ tenantid: `@${USER_ID}`, userid: `@${USER_ID}` });
  });

  test('leaves out a membership that has ended, even if record and index still have it', async () => {
    indexKnows('t-left', 't-here');
    const tenants = { 't-left': { status: 'active' }, 't-here': { status: 'active' } };
    rowsAre({ 't-here': { status: 'active' } }, tenants, { tenants: new Set(['t-left']), activetenant: 't-left' });

    expect((await ask()).json).toEqual({ tenants: ['t-here'], memberships: [{ tenantId: 't-here', role: 'member', status: 'active' }] });
  });

  test.each([
    ['puts the tenant that the user has chosen first', 't-b', ['t-b', 't-a', 't-c']],
    ['does not put one first that is not active', 't-off', ['t-a', 't-b', 't-c']],
    ['does not put one first that the user is not in', 't-foreign', ['t-a', 't-b', 't-c']],
  ])('%s', async (_, activetenant, tenants) => {
    indexKnows('t-c', 't-b', 't-a', 't-off');
    const memberships = { 't-a': { status: 'active' }, 't-b': { status: 'active' }, 't-c': { status: 'active' }, 't-off': { status: 'suspended' } };
    rowsAre(memberships, memberships, { activetenant });

    expect((await ask()).json.tenants).toEqual(tenants);
  });

  test('reads memberships and tenants consistently, in batches', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `tenant-${String(index).padStart(3, '0')}`);
    indexKnows(...ids);
    rowsAre(Object.fromEntries(ids.map((id) => [id, { status: 'active' }])));

    const { json } = await ask();

    expect(json.tenants).toEqual(ids);
    const [withRecord, ...requests] = dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems!);
    expect(withRecord.users).toMatchObject({ ConsistentRead: true });
    expect(requests.map(({ users, tenants }) => [users.Keys!.length, tenants.Keys!.length])).toEqual([[50, 50], [50, 50], [20, 20]]);
    expect(requests.flatMap((tables) => Object.values(tables)).every(({ ConsistentRead }) => ConsistentRead === true)).toBe(true);
    expect(requests[0].users.Keys![0]).toEqual({ tenantid: ids[0], userid: USER_ID });
  });

  test('requests the items again that DynamoDB left unprocessed', async () => {
    indexKnows('t-a', 't-b');
    const membership = (tenantid: string) => ({ tenantid, role: 'member', createdat: '2026-01-01' });
    const tenant = (tenantid: string) => ({ tenantid, name: tenantid, status: 'active' });
    const rest = { tenants: { Keys: [{ tenantid: 't-b' }], ConsistentRead: true } };
    dynamo.on(BatchGetCommand)
      .resolvesOnce({ Responses: {} })
      .resolvesOnce({ Responses: { users: [membership('t-a'), membership('t-b')], tenants: [tenant('t-a')] }, UnprocessedKeys: rest })
      .resolvesOnce({ Responses: { tenants: [tenant('t-b')] }, UnprocessedKeys: {} });

    expect((await ask()).json.tenants).toEqual(['t-a', 't-b']);
    expect(dynamo.commandCalls(BatchGetCommand)[2].args[0].input.RequestItems).toEqual(rest);
  });

  test('fails instead of treating a tenant that stays unprocessed as deleted', async () => {
    indexKnows('t-a');
    dynamo.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: { tenants: { Keys: [{ tenantid: 't-a' }] } } });

    expect((await ask()).statusCode).toBe(500);
    expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(5);
  });

  test('a user without memberships has an empty list', async () => {
    expect((await ask()).json).toEqual({ tenants: [], memberships: [] });
    expect(batches()).toHaveLength(1);
  });

  test('marks a user without memberships who signed up through an invitation', async () => {
    rowsAre({}, {}, { invited: true });
    expect((await ask()).json).toEqual({ tenants: [], memberships: [], invited: true });

    indexKnows('t-a');
    rowsAre({ 't-a': { status: 'active' } }, undefined, { invited: true });
    expect((await ask()).json).not.toHaveProperty('invited');
  });

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['all memberships have it', { joins: 2, profile: '0123456789abcdef', profilejoins: 2 }, '0123456789abcdef'],
    ['a membership was created since', { joins: 3, profile: '0123456789abcdef', profilejoins: 2 }, undefined],
    ['nobody has compared them', { joins: 3 }, undefined],
    ['memberships are older than the counts', { tenants: new Set(['t-a']) }, undefined],
    ['memberships were older than the counts when they were compared', { profile: '0123456789abcdef', profilejoins: 0 }, '0123456789abcdef'],
  ])('returns a digest of the name and address of the memberships, when %s', async (_, record, profile) => {
    indexKnows('t-a');
    rowsAre({ 't-a': { status: 'active' } }, undefined, record);

    expect((await ask()).json.profile).toBe(profile);
  });

  describe('reads in one round', () => {
    const OWN = signUpTenantId('app', USER_ID);
    const ONE_ROUND = [{ users: ['@', OWN], tenants: [OWN] }];

    /** The batches of the next request, after those of earlier ones. */
    async function batchesOfNext() {
      const earlier = batches().length;
      const { json } = await ask();
      return { json, sent: batches().slice(earlier) };
    }

    test('a user who is only in the tenant of the sign-up', async () => {
      indexKnows(OWN);
      rowsAre({ [OWN]: { role: 'admin', status: 'active' } }, undefined, { tenants: new Set([OWN]) });

      const { json, sent } = await batchesOfNext();

      expect(json).toEqual({ tenants: [OWN], memberships: [{ tenantId: OWN, role: 'admin', status: 'active' }] });
      expect(sent).toEqual(ONE_ROUND);
      const { users, tenants } = dynamo.commandCalls(BatchGetCommand)[0].args[0].input.RequestItems!;
      expect([users.ConsistentRead, tenants.ConsistentRead]).toEqual([true, true]);
      expect(users.Keys).toContainEqual({ tenantid: OWN, userid: USER_ID });
    });

    test('a user without a tenant', async () => {
      const { json, sent } = await batchesOfNext();
      expect(json).toEqual({ tenants: [], memberships: [] });
      expect(sent).toEqual(ONE_ROUND);
    });

    test('a user who has left the tenant of the sign-up, or has been removed from it', async () => {
      indexKnows(OWN);
      rowsAre({}, { [OWN]: { status: 'active' } }, { tenants: new Set([OWN]), activetenant: OWN });
      const { json, sent } = await batchesOfNext();
      expect(json).toEqual({ tenants: [], memberships: [] });
      expect(sent).toEqual(ONE_ROUND);
    });

    test('a user whose membership neither the record nor the index has yet', async () => {
      rowsAre({ [OWN]: { status: 'active' } });
      expect((await batchesOfNext()).json.tenants).toEqual([OWN]);
    });

    test('a user who is still in the same tenants as at the request before', async () => {
      indexKnows('t-a', OWN);
      rowsAre({ 't-a': { status: 'active' }, [OWN]: { createdat: '2025', status: 'active' } }, undefined, { tenants: new Set([OWN, 't-b']) });

      const first = await batchesOfNext();
      const second = await batchesOfNext();

      expect(first.sent).toEqual([...ONE_ROUND, { users: ['t-b', 't-a'], tenants: ['t-b', 't-a'] }]);
      expect(second.sent).toEqual([{ users: ['@', OWN, 't-b', 't-a'], tenants: [OWN, 't-b', 't-a'] }]);
      expect(second.json).toEqual(first.json);
      expect(second.json.tenants).toEqual([OWN, 't-a']);
    });

    test('no tenant of an earlier request after the user has left it', async () => {
      indexKnows('t-a');
      rowsAre({ 't-a': { status: 'active' } });
      await ask();
      rowsAre({}, { 't-a': { status: 'active' } });

      expect((await ask()).json).toEqual({ tenants: [], memberships: [] });
    });

    test('another tenant too, as soon as the record has it', async () => {
      indexKnows('t-a');
      rowsAre({ 't-a': { status: 'active' } });
      await ask();
      rowsAre({ 't-a': { status: 'active' }, 't-new': { createdat: '2027', status: 'active' } }, undefined, { tenants: new Set(['t-new']) });

      const { json, sent } = await batchesOfNext();

      expect(json.tenants).toEqual(['t-a', 't-new']);
      expect(sent).toEqual([{ users: ['@', 't-a'], tenants: ['t-a'] }, { users: ['t-new'], tenants: ['t-new'] }]);
    });

    test('at most as many tenants as a batch holds beside the record', async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `t-${index + 10}`);
      indexKnows(...ids);
      rowsAre(Object.fromEntries(ids.map((id) => [id, { status: 'active' }])));
      await ask();

      const { json, sent } = await batchesOfNext();

      expect(json.tenants).toEqual(ids);
      expect(sent.map(({ users, tenants }) => users.length + tenants.length)).toEqual([99, 22]);
    });

    test('without a tenant that follows from the user, if there are no sign-ups', async () => {
      handler = createHandler({
        documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
        tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
        applicationName: '',
        suspensionAccess: 'none',
        allowOrigins: ['*'],
        logger: output.logger,
      });
      await ask();
      expect(batches()).toEqual([{ users: ['@'], tenants: [] }]);
      expect(dynamo.commandCalls(BatchGetCommand)[0].args[0].input.RequestItems).not.toHaveProperty('tenants');
    });
  });

  test.each(['a%40b', '*', '?', '..%2f', 'ü', 'a b', 'a'.repeat(129), '%00', '', '..', '.', `@${USER_ID}`, '~x'])('refuses the user id "%s"', async (userId) => {
    const { statusCode, json, headers } = await ask(userId);
    expect(statusCode).toBe(400);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(json.errors).toEqual([{ field: 'userId', detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('refuses a user id that is valid only after the gateway has decoded it', async () => {
    expect((await ask('abc', '/tenants/%61bc')).statusCode).toBe(400);
  });
});

describe('GET /tenants', () => {
  // The right to `GET /tenants/*` includes these paths, which API Gateway answers with this route.
  test.each(['/tenants/', '/tenants//', '//tenants', '/./tenants', '/%74enants'])('refuses the path %s', async (path) => {
    const { statusCode, json } = await send('/tenants', { path });

    expect(statusCode).toBe(400);
    expect(json.errors).toEqual([{ field: 'path', detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  const STATUSES = ['creating', 'active', 'suspended', 'deleted'] as const;
  const row = (tenantid: string, status: TenantStatus, createdat = `2026-01-01T00:00:00.000Z#${tenantid}`) => ({
    tenantid, status, statusshard: statusShard(status, tenantid), name: tenantid, version: 1, createdat, updatedat: '2026-01-02T00:00:00.000Z', ownerid: 'o',
  });
  type Row = ReturnType<typeof row>;
  const idsOf = (rows: ReadonlyArray<{ tenantid: string }>) => rows.map(({ tenantid }) => tenantid);

  /** How many queries are answered at once: in the order in which they were asked. */
  let rounds: number[];

  /** An index over these rows. It answers a query as DynamoDB does: in order, up to the limit, and with a key where it has stopped. */
  function index(rows: readonly Row[]): void {
    let asked = 0;
    rounds = [];
    dynamo.on(QueryCommand).callsFake(async (query) => {
      const { keyCondition, Limit, ExclusiveStartKey } = meaningOf(query);
      asked++;
      await new Promise(setImmediate);
      if (asked > 0) rounds.push(asked);
      asked = 0;
      const all = rows.filter(({ statusshard }) => keyCondition === `statusshard = "${statusshard}"`).sort(byCreation);
      const rest = ExclusiveStartKey === undefined ? all : all.filter((candidate) => byCreation(candidate, ExclusiveStartKey) > 0);
      const Items = rest.slice(0, Limit);
      const { statusshard, createdat, tenantid } = Items.at(-1) ?? {};
      return { Items, ...Items.length === Limit && { LastEvaluatedKey: { statusshard, createdat, tenantid } } };
    });
  }

  function byCreation(a: Pick<Row, 'createdat' | 'tenantid'>, b: Pick<Row, 'createdat' | 'tenantid'>): number {
    return a.createdat === b.createdat ? a.tenantid.localeCompare(b.tenantid) : a.createdat.localeCompare(b.createdat);
  }

  /** The rows in the order of the list. */
  function listed(rows: readonly Row[]): Row[] {
    return STATUSES.flatMap(statusShards).flatMap((shard) => rows.filter(({ statusshard }) => statusshard === shard).sort(byCreation));
  }

  async function pages(query: Query): Promise<string[][]> {
    const found: string[][] = [];
    let cursor: string | undefined;
    do {
      const { json } = await send('/tenants', { query: { ...query, ...cursor !== undefined && { cursor } } });
      found.push(json.tenants.map(({ tenantId }: { tenantId: string }) => tenantId));
      cursor = json.nextCursor;
    } while (cursor !== undefined);
    return found;
  }

  const ROWS = STATUSES.flatMap((status, position) => [1, 2, 3, 4, 5, 6, 7].map((number) => row(`${position}-${number}`, status)));

  /** Tenants of one shard, as there are in a product with many. */
  const OF_ONE_SHARD = Array.from({ length: 2_000 }, (_, number) => row(`t-${number}`, 'creating'))
    .filter(({ statusshard }) => statusshard === 'creating#0');

  test('lists all tenants by status, shard and age, oldest first, with their owners and numbers of members', async () => {
    index(ROWS);
    const { statusCode, json } = await send('/tenants');
    expect(statusCode).toBe(200);
    expect(json.tenants.map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual(idsOf(listed(ROWS)));
    const [{ tenantid, createdat }] = listed(ROWS);
    expect(json.tenants[0]).toEqual({
      tenantId: tenantid, name: tenantid, status: 'creating', createdAt: createdat, updatedAt: '2026-01-02T00:00:00.000Z', ownerId: 'o',
    });
    index([{ ...row('counted', 'active'), members: 3 } as Row]);
    expect((await send('/tenants')).json.tenants).toEqual([expect.objectContaining({ tenantId: 'counted', memberCount: 3 })]);
    expect(json).not.toHaveProperty('nextCursor');
  });

  test.each(['1', '2', '3', '5', '7', '100'])('neither loses nor repeats tenants in pages of %s', async (limit) => {
    index(ROWS);
    const found = await pages({ limit });
    expect(found.flat()).toEqual(idsOf(listed(ROWS)));
    expect(Math.max(...found.map(({ length }) => length))).toBeLessThanOrEqual(Number(limit));
  });

  test('neither loses nor repeats tenants, whatever rows there are', async () => {
    const tenants = fc.uniqueArray(fc.record({ number: fc.nat(10_000), status: fc.constantFrom(...STATUSES), day: fc.integer({ min: 1, max: 3 }) }), {
      selector: ({ number }) => number, maxLength: 20,
    });
    await fc.assert(fc.asyncProperty(tenants, fc.integer({ min: 1, max: 8 }), async (some, limit) => {
      const rows = some.map(({ number, status, day }) => row(`t-${number}`, status, `2026-01-0${day}`));
      index(rows);
      expect((await pages({ limit: String(limit) })).flat()).toEqual(idsOf(listed(rows)));
    }), { numRuns: 15 });
  }, 30_000);

  test('queries only one shard for a page that it fills', async () => {
    index(OF_ONE_SHARD);
    const { json } = await send('/tenants', { query: { limit: '20' } });
    expect(json.tenants).toHaveLength(20);
    expect(rounds).toEqual([1]);

    await send('/tenants', { query: { limit: '20', cursor: json.nextCursor } });
    expect(rounds).toEqual([1, 1]);
  });

  test.each<[string, Query, number[]]>([
    ['all tenants', {}, [1, 2, 4, 8, 16, 16, 16, 16, 1]],
    ['those of one status', { status: 'active' }, [1, 2, 4, 8, 1]],
  ])('queries empty shards together, at most the shards of one status at a time: %s', async (_, query, expected) => {
    index([]);
    expect((await send('/tenants', { query })).json).toEqual({ tenants: [] });
    expect(rounds).toEqual(expected);
  });

  test('requests from each shard only as many tenants as the page still has room for', async () => {
    index(ROWS.filter(({ status }) => status === 'creating'));
    await send('/tenants', { query: { limit: '100' } });

    let room = 100;
    let position = 0;
    for (const round of rounds) {
      const queries = dynamo.commandCalls(QueryCommand).slice(position, position + round);
      expect(queries.map(({ args: [{ input: { Limit } }] }) => Limit)).toEqual(queries.map(() => room));
      const found = await Promise.all(queries.map(async ({ returnValue }) => (await returnValue).Items!.length));
      room -= found.reduce((sum, count) => sum + count);
      position += round;
    }
    expect(room).toBe(93);
  });

  test('continues where DynamoDB has stopped before the page was full', async () => {
    const [first, second] = listed(OF_ONE_SHARD);
    const stoppedAt = { statusshard: first.statusshard, createdat: first.createdat, tenantid: first.tenantid };
    dynamo.on(QueryCommand).callsFake((query) => {
      const { keyCondition, ExclusiveStartKey } = meaningOf(query);
      if (keyCondition !== `statusshard = "${first.statusshard}"`) return { Items: [] };
      return ExclusiveStartKey === undefined ? { Items: [first], LastEvaluatedKey: stoppedAt } : { Items: [second] };
    });

    expect(await pages({})).toEqual([[first.tenantid], [second.tenantid]]);
  });

  test.each(STATUSES)('lists only tenants that are %s', async (status) => {
    index(ROWS);
    expect((await pages({ status, limit: '2' })).flat()).toEqual(idsOf(listed(ROWS.filter((candidate) => candidate.status === status))));
    expect(dynamo.commandCalls(QueryCommand)[0].args[0].input).toMatchObject({ TableName: 'tenants', IndexName: 'status-index', Limit: 2 });
  });

  test.each<[string, Query, string]>([
    ['an unknown status', { status: 'gone' }, 'status'],
    ['a limit that is none', { limit: '0' }, 'limit'],
    ['a cursor that is none', { cursor: 'x' }, 'cursor'],
    ['a cursor of another list', { cursor: Buffer.from('["active","2026","t"]').toString('base64url') }, 'cursor'],
    ['a cursor of another status', { status: 'active', cursor: Buffer.from('["creating#0","2026","t"]').toString('base64url') }, 'cursor'],
  ])('refuses %s', async (_, query, field) => {
    const { statusCode, json } = await send('/tenants', { query });
    expect(statusCode).toBe(400);
    expect(json.errors).toEqual([{ field, detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('GET /memberships', () => {
  const MEMBER = {
    tenantid: 't-a', userid: USER_ID, name: 'Ann', email: 'Ann@example.com', emailkey: 'ann@example.com', role: 'auditor', createdat: '2026-01-01', origin: 'sign-up',
  };

  test('finds memberships by email address, in any letter case', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [MEMBER], LastEvaluatedKey: { emailkey: 'ann@example.com', tenantid: 't-a', userid: USER_ID } });

    const { statusCode, json } = await send('/memberships', { query: { email: ' ANN@example.com ', limit: '1' } });

    expect(statusCode).toBe(200);
    expect(json.memberships).toEqual([
      { tenantId: 't-a', userId: USER_ID, name: 'Ann', email: 'Ann@example.com', role: 'auditor', joinedAt: '2026-01-01' },
    ]);
    expect(meaningOf(dynamo.commandCalls(QueryCommand)[0].args[0].input)).toMatchObject({
      TableName: 'users', IndexName: 'email-index', keyCondition: 'emailkey = "ann@example.com"', Limit: 1,
    });

    await send('/memberships', { query: { email: 'ann@example.com', cursor: json.nextCursor } });
    expect(dynamo.commandCalls(QueryCommand)[1].args[0].input.ExclusiveStartKey)
      .toEqual({ emailkey: 'ann@example.com', tenantid: 't-a', userid: USER_ID });
  });

  test.each<[string, Query | undefined]>([['no query', undefined], ['no address', {}], ['an empty one', { email: ' ' }], ['one that no mail goes to', { email: 'a'.repeat(255) }]])('refuses %s', async (_, query) => {
    const { statusCode, json } = await send('/memberships', { query });
    expect(statusCode).toBe(400);
    expect(json.errors).toEqual([{ field: 'email', detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('writes no address into the log', async () => {
    dynamo.on(QueryCommand).rejects(new Error('no capacity'));
    expect((await send('/memberships', { query: { email: 'ann@example.com' } })).statusCode).toBe(500);
    expect(output.text).not.toContain('ann@');
  });
});
