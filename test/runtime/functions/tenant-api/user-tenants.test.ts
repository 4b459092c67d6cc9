import { createHash } from 'node:crypto';
import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { type ScopedClient, sendTo, userRequest, withBody } from './requests';
import type { TenantStatus, UserRecord } from '../../../../src/contract/attributes';
import { meaningOf } from '../../../dynamodb-meaning';
import { expectProblem } from '../../answers';
import { apiEvent, authorizerOf, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const RECORD_KEY = { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` };

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  dynamo.on(UpdateCommand).resolves({});
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

/** Rows about the caller. */
interface Rows {
  readonly record?: UserRecord;
  /** Tenants in the index by user, page by page. */
  readonly indexed?: readonly string[][];
  /** The current memberships: by tenant, the time when the user joined. */
  readonly joined?: Readonly<Record<string, string>>;
  /** Tenants that are not active. */
  readonly statuses?: Readonly<Record<string, TenantStatus>>;
}

function given({ record, indexed = [[]], joined = {}, statuses = {} }: Rows): void {
  dynamo.on(GetCommand).resolves({});
  dynamo.on(GetCommand, { Key: RECORD_KEY }).resolves({ Item: record && { ...RECORD_KEY, ...record } });
  const query = dynamo.on(QueryCommand, { IndexName: 'user-index' });
  indexed.forEach((page, index) => query.resolvesOnce({
    Items: page.map((tenantid) => ({ tenantid, userid: USER_ID })),
    ...index < indexed.length - 1 && { LastEvaluatedKey: { page: index } },
  }));
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems }) => ({
    Responses: {
      users: RequestItems.users.Keys.filter(({ tenantid }: { tenantid: string }) => tenantid in joined)
        .map(({ tenantid }: { tenantid: string }) => ({ tenantid, role: 'member', createdat: joined[tenantid] })),
      tenants: RequestItems.tenants.Keys
        .map(({ tenantid }: { tenantid: string }) => ({ tenantid, name: `Name of ${tenantid}`, status: statuses[tenantid] ?? 'active' })),
    },
  }));
}

const list = async () => sendTo(output, apiEvent(userRequest('GET')));
const switchTo = async (tenantId: unknown) =>
  sendTo(output, withBody({ tenantId }, userRequest('PUT', { resource: '/tenants/{userId}/active' })));

const batches = () => dynamo.commandCalls(BatchGetCommand);
const activeOf = ({ json }: Awaited<ReturnType<typeof list>>) =>
  json.tenants.filter(({ isActive }: { isActive: boolean }) => isActive).map(({ tenantId }: { tenantId: string }) => tenantId);

describe('GET /tenants/{userId}', () => {
  test('lists the tenants in record and index, oldest membership first, without personal data', async () => {
    given({
      record: { tenants: new Set(['t-a', 't-b']) },
      indexed: [['t-b'], ['t-c']],
      joined: { 't-a': '2026-03-01', 't-b': '2026-01-01', 't-c': '2026-02-01' },
    });

    expect((await list()).json).toEqual({
      tenants: [
        { tenantId: 't-b', name: 'Name of t-b', status: 'active', role: 'member', joinedAt: '2026-01-01', isActive: true },
        { tenantId: 't-c', name: 'Name of t-c', status: 'active', role: 'member', joinedAt: '2026-02-01', isActive: false },
        { tenantId: 't-a', name: 'Name of t-a', status: 'active', role: 'member', joinedAt: '2026-03-01', isActive: false },
      ],
    });
  });

  test('reads each membership and its tenant consistently, with credentials of that tenant', async () => {
    given({ record: { tenants: new Set(['t-a', 't-b']) }, joined: { 't-a': '2026-01-01', 't-b': '2026-01-02' } });

    await list();

    const reads = await Promise.all(batches().map(async ({ args, thisValue }) => {
      const { users, tenants } = args[0].input.RequestItems!;
      const { accessKeyId } = await (thisValue as ScopedClient).credentials();
      return { accessKeyId, keys: [users.Keys, tenants.Keys], consistent: [users.ConsistentRead, tenants.ConsistentRead] };
    }));
    expect(reads).toEqual(['t-a', 't-b'].map((tenantid) => ({
      accessKeyId: `key-of-${tenantid}`, keys: [[{ tenantid, userid: USER_ID }], [{ tenantid }]], consistent: [true, true],
    })));
    const { users, tenants } = batches()[0].args[0].input.RequestItems!;
    expect(meaningOf(users).attributes).toEqual(['createdat', 'role', 'tenantid']);
    expect(meaningOf(tenants).attributes).toEqual(['deleteat', 'deletionstartedat', 'name', 'status', 'statuschange', 'tenantid']);
    const [{ args: [query] }] = dynamo.commandCalls(QueryCommand);
    expect(meaningOf(query.input).attributes).toEqual(['tenantid']);
    const [{ args: [record], thisValue: client }] = dynamo.commandCalls(GetCommand);
    expect(record.input).toEqual({ TableName: 'users', Key: RECORD_KEY, ConsistentRead: true });
    expect((await (client as ScopedClient).credentials()).accessKeyId).toBe(`key-of-${USER_ID}`);
  });

  test('does not list a tenant that the user has left, although record and index still have it', async () => {
    given({ record: { tenants: new Set(['t-a', 't-b']), activetenant: 't-b' }, indexed: [['t-a', 't-b']], joined: { 't-a': '2026-01-01' } });

    expect((await list()).json.tenants).toEqual([expect.objectContaining({ tenantId: 't-a', isActive: true })]);
  });

  test('shows a tenant that is not active as such', async () => {
    given({ indexed: [['t-a']], joined: { 't-a': '2026-01-01' }, statuses: { 't-a': 'suspended' } });

    expect((await list()).json.tenants).toEqual([expect.objectContaining({ tenantId: 't-a', status: 'suspended', isActive: false })]);
  });

  describe('of a tenant that is closing', () => {
    const DELETE_AT = '2026-04-03T05:06:07.000Z';
    const closedBy = (type: string) => ({ status: 'closing', at: '2026-03-04T05:06:07.000Z', actor: { type, id: 'x' }, reason: 'We have merged', previous: 'active' });
    const listClosing = async (role: string, changes: object = {}) => {
      given({ record: { tenants: new Set(['t-a']), activetenant: 't-a' } });
      dynamo.on(BatchGetCommand).resolves({
        Responses: {
          users: [{ tenantid: 't-a', role, createdat: '2026-01-01' }],
          tenants: [{ tenantid: 't-a', name: 'A', status: 'closing', deleteat: DELETE_AT, statuschange: closedBy('user'), ...changes }],
        },
      });
      return (await list()).json.tenants;
    };

    test('shows when it is deleted, and to an admin that it can be restored, but not who has closed it and why', async () => {
      expect(await listClosing('admin')).toEqual([
        { tenantId: 't-a', name: 'A', status: 'closing', role: 'admin', joinedAt: '2026-01-01', isActive: false, deleteAt: DELETE_AT, isRestorable: true },
      ]);
    });

    test.each<[string, string, object]>([
      ['a member who is not an admin', 'member', {}],
      ['an admin, if an operator has closed it', 'admin', { statuschange: closedBy('operator') }],
      ['an admin, if a service has closed it', 'admin', { statuschange: closedBy('service') }],
      ['an admin, if the application has closed it by itself', 'admin', { statuschange: undefined }],
      ['an admin, if its deletion has begun', 'admin', { deletionstartedat: DELETE_AT }],
    ])('cannot be restored by %s', async (_, role, changes) => {
      expect(await listClosing(role, changes)).toEqual([expect.objectContaining({ status: 'closing', deleteAt: DELETE_AT, isRestorable: false })]);
    });

    test('has neither field in another status', async () => {
      given({ indexed: [['t-a', 't-b']], joined: { 't-a': '2026-01-01', 't-b': '2026-01-02' }, statuses: { 't-b': 'suspended' } });

      for (const tenant of (await list()).json.tenants) {
        expect(tenant).not.toHaveProperty('deleteAt');
        expect(tenant).not.toHaveProperty('isRestorable');
      }
    });
  });

  test('shows a membership without a row of its tenant as one in a deleted tenant', async () => {
    given({ indexed: [['t-a']] });
    dynamo.on(BatchGetCommand).resolves({ Responses: { users: [{ tenantid: 't-a', role: 'admin', createdat: '2026-01-01' }], tenants: [] } });

    expect((await list()).json.tenants).toEqual([expect.objectContaining({ tenantId: 't-a', name: '', status: 'deleted', isActive: false })]);
  });

  test('shows a deleted tenant, which has no name', async () => {
    given({ indexed: [['t-a']] });
    dynamo.on(BatchGetCommand).resolves({
      Responses: { users: [{ tenantid: 't-a', role: 'admin', createdat: '2026-01-01' }], tenants: [{ tenantid: 't-a', status: 'deleted' }] },
    });

    expect((await list()).json.tenants).toEqual([expect.objectContaining({ tenantId: 't-a', name: '', status: 'deleted', isActive: false })]);
  });

  test.each<[string, Rows, string[]]>([
    ['the one that the user chose', { record: { activetenant: 't-b' } }, ['t-b']],
    ['the oldest, if the user chose none', {}, ['t-a']],
    ['the oldest, if the user is not a member of the chosen one', { record: { activetenant: 't-gone' } }, ['t-a']],
    ['the oldest that is active, if the chosen one is not', { record: { activetenant: 't-a' }, statuses: { 't-a': 'suspended' } }, ['t-b']],
    ['none, if none is active', { statuses: { 't-a': 'suspended', 't-b': 'deleted', 't-c': 'creating' } }, []],
    ['the oldest that is active, if the chosen one is closing', { record: { activetenant: 't-a' }, statuses: { 't-a': 'closing' } }, ['t-b']],
  ])('marks the tenant of the next token: %s', async (_, rows, active) => {
    given({ ...rows, indexed: [['t-c', 't-b', 't-a']], joined: { 't-a': '2026-01-01', 't-b': '2026-01-02', 't-c': '2026-01-03' } });

    expect(activeOf(await list())).toEqual(active);
  });

  test.each<[string, Rows, string[]]>([
    ['the one that the user chose, if it is suspended', { record: { activetenant: 't-b' }, statuses: { 't-b': 'suspended' } }, ['t-b']],
    ['the oldest, if it is suspended', { statuses: { 't-a': 'suspended' } }, ['t-a']],
    ['the active one that the user chose', { record: { activetenant: 't-b' }, statuses: { 't-a': 'suspended' } }, ['t-b']],
    ['none that is closing or deleted', { statuses: { 't-a': 'closing', 't-b': 'deleted', 't-c': 'creating' } }, []],
  ])('marks the tenant of the next token, if members of suspended tenants can read: %s', async (_, rows, active) => {
    given({ ...rows, indexed: [['t-c', 't-b', 't-a']], joined: { 't-a': '2026-01-01', 't-b': '2026-01-02', 't-c': '2026-01-03' } });

    expect(activeOf(await sendTo(output, apiEvent(userRequest('GET')), { suspensionAccess: 'read-only' }))).toEqual(active);
  });

  test('shows a suspended tenant whose members can read as read-only', async () => {
    given({ indexed: [['t-a', 't-b']], joined: { 't-a': '2026-01-01', 't-b': '2026-01-02' }, statuses: { 't-b': 'suspended' } });

    const [active, suspended] = (await sendTo(output, apiEvent(userRequest('GET')), { suspensionAccess: 'read-only' })).json.tenants;
    expect(active).not.toHaveProperty('isReadOnly');
    expect(suspended).toMatchObject({ status: 'suspended', isActive: false, isReadOnly: true });
  });

  test('sorts memberships of the same time by tenant', async () => {
    given({ indexed: [['t-b', 't-c', 't-a']], joined: { 't-a': '2026-01-01', 't-b': '2026-01-01', 't-c': '2026-01-01' } });

    expect((await list()).json.tenants.map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual(['t-a', 't-b', 't-c']);
  });

  describe('of a user without a tenant', () => {
    // SHA-256 of "app:<user id>", as the saga derives it.
    const OWN_TENANT = createHash('sha256').update(`app:${USER_ID}`).digest('hex').slice(0, 32);
    const listWithoutTenant = () => sendTo(output, apiEvent(userRequest('GET', { authorizer: authorizerOf({ tenantId: undefined, tenantRole: undefined }) })));
    const readsOfTenants = () => dynamo.commandCalls(GetCommand, { TableName: 'tenants' }).map(({ args }) => args[0].input);

    test.each<[string, Record<string, unknown> | undefined, string | undefined]>([
      ['whose sign-up is still an event', undefined, 'pending'],
      ['whose tenant waits for its admin', { status: 'creating', updatedat: '2026-01-01T00:00:00Z' }, 'creating'],
      ['whose membership the index does not show yet', { status: 'active', version: 1, updatedat: new Date().toISOString() }, 'creating'],
      ['who was removed from the own tenant, which somebody has renamed just now', { status: 'active', version: 2, updatedat: new Date().toISOString() }, undefined],
      ['who was removed from the own tenant', { status: 'active', version: 1, updatedat: '2026-01-01T00:00:00Z' }, undefined],
      ['whose tenant is suspended', { status: 'suspended', updatedat: new Date().toISOString() }, undefined],
      ['whose tenant is closing', { status: 'closing', updatedat: new Date().toISOString() }, undefined],
      ['whose tenant is deleted', { status: 'deleted', updatedat: new Date().toISOString() }, undefined],
    ])('%s reports the progress of the creation', async (_, Item, status) => {
      given({});
      dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item });

      const { json } = await listWithoutTenant();

      expect(json).toEqual({ tenants: [], ...(status && { creation: { status, retryAfterSeconds: 2 } }) });
      expect(readsOfTenants()).toEqual([expect.objectContaining({ Key: { tenantid: OWN_TENANT }, ConsistentRead: true })]);
    });

    test.each([[59_999, { status: 'creating', retryAfterSeconds: 2 }], [60_000, undefined]])('waits up to a minute for the index: after %s ms', async (age, creation) => {
      jest.useFakeTimers({ now: Date.now(), doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'] });
      given({});
      dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { status: 'active', version: 1, updatedat: new Date(Date.now() - age).toISOString() } });

      const { json } = await listWithoutTenant();
      jest.useRealTimers();

      expect(json.creation).toEqual(creation);
    });

    test('reports no creation to a user who signed up through an invitation', async () => {
      given({ record: { invited: true } });

      expect((await listWithoutTenant()).json).toEqual({ tenants: [] });
      expect(readsOfTenants()).toEqual([]);
    });

    test('reports no creation without a saga', async () => {
      given({});

      expect((await sendTo(output, apiEvent(userRequest('GET')), { applicationName: '' })).json).toEqual({ tenants: [] });
      expect(readsOfTenants()).toEqual([]);
    });
  });

  test('does not look for a creation if the user has a tenant', async () => {
    given({ indexed: [['t-a']], joined: { 't-a': '2026-01-01' } });

    expect((await list()).json).not.toHaveProperty('creation');
    expect(dynamo.commandCalls(GetCommand, { TableName: 'tenants' })).toHaveLength(0);
  });

  test('requests the items again that DynamoDB left unprocessed', async () => {
    const membership = { tenantid: 't-a', role: 'member', createdat: '2026-01-01' };
    const unread = { users: { Keys: [{ tenantid: 't-a', userid: USER_ID }] } };
    given({ indexed: [['t-a']] });
    dynamo.on(BatchGetCommand)
      .resolvesOnce({ Responses: { tenants: [{ tenantid: 't-a', name: 'A', status: 'active' }] }, UnprocessedKeys: unread })
      .resolves({ Responses: { users: [membership] } });

    expect((await list()).json.tenants).toEqual([expect.objectContaining({ tenantId: 't-a', name: 'A', role: 'member' })]);
    expect(batches()[1].args[0].input.RequestItems).toEqual(unread);
  });
});

describe('PUT /tenants/{userId}/active', () => {
  test.each<[string, Rows]>([
    ['that the record knows', { record: { tenants: new Set(['t-a', 't-b']), activetenant: 't-a' } }],
    ['that somebody else has written, and only the index knows', { indexed: [['t-a', 't-b']] }],
  ])('records the choice of a tenant %s, with credentials of the user', async (_, rows) => {
    given({ ...rows, joined: { 't-a': '2026-01-01', 't-b': '2026-01-02' } });

    expect(await switchTo('t-b')).toMatchObject({ status: 204, json: undefined });

    const [{ args: [update], thisValue: client }, ...more] = dynamo.commandCalls(UpdateCommand);
    expect(meaningOf(update.input)).toEqual({
      TableName: 'users',
      Key: RECORD_KEY,
      set: { activetenant: 't-b' },
      condition: 'attribute_not_exists(erasedat)',
    });
    expect((await (client as ScopedClient).credentials()).accessKeyId).toBe(`key-of-${USER_ID}`);
    expect(more).toEqual([]);
  });

  test.each<[string, Rows]>([
    ['that the user has never been in', {}],
    ['that the user has left', { record: { tenants: new Set(['t-a', 't-b']) }, indexed: [['t-a', 't-b']] }],
  ])('answers 404 for a tenant %s', async (_, rows) => {
    given({ ...rows, joined: { 't-a': '2026-01-01' } });

    expectProblem(await switchTo('t-b'), 404);
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(0);
  });

  test('does not choose a tenant that no token can carry', async () => {
    given({ indexed: [['t-b']] });
    dynamo.on(BatchGetCommand).resolves({
      Responses: {
        users: [{ tenantid: 't-b', role: 'member', createdat: '2026-01-01' }],
        tenants: [{ tenantid: 't-b', name: 'B', status: 'suspended' }],
      },
    });

    expectProblem(await switchTo('t-b'), 409);
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(0);
  });

  test('is retried while the user joins another tenant', async () => {
    given({ indexed: [['t-a']], joined: { 't-a': '2026-01-01' } });
    dynamo.on(UpdateCommand).rejectsOnce(new TransactionConflictException({ message: 'ongoing', $metadata: {} })).resolves({});

    expect((await switchTo('t-a')).status).toBe(204);
  });

  test('does not read rows of a tenant only because a request names it', async () => {
    given({});

    expectProblem(await switchTo('t-of-somebody-else'), 404);
    expect(batches()).toHaveLength(0);
  });

  test.each([undefined, '', 'T-B', '*', '@user', 't/b', ['t-b'], 7])('refuses %j as a tenant', async (tenantId) => {
    const answer = await switchTo(tenantId);

    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field: '/tenantId', detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });
});
