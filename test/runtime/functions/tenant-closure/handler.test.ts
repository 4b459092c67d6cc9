import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { StatusChange } from '../../../../src/contract/attributes';
import { createHandler } from '../../../../src/runtime/functions/tenant-closure/handler';
import { meaningsOf } from '../../../dynamodb-meaning';
import { answerOf, expectProblem } from '../../answers';
import { cancelled, HELD, type Reason, unmet } from '../../cancelled';
import { apiEvent, type ApiRequest, authorizerOf, lambdaContext, OTHER_TENANT_ID, OTHER_USER_ID, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { type ScopedClient, scopedRows } from '../tenant-api/requests';

const NOW = '2026-03-04T05:06:07.000Z';
const NOW_SECONDS = Date.parse(NOW) / 1_000;
const IN_A_WEEK = '2026-03-11T05:06:07.000Z';
const NAME = 'Café Smokers';
const ROW = {
  tenantid: TENANT_ID, name: NAME, status: 'active', ownerid: USER_ID, version: 3, createdat: '2026-01-01T00:00:00.000Z', updatedat: '2026-01-02T00:00:00.000Z',
};
const USER = { type: 'user', id: USER_ID } as const;
const OPERATOR = { type: 'operator', id: SERVICE_ARN } as const;
/** The stored actor of a change by the user. */
const BY_USER = { ...USER, at: NOW, requestid: REQUEST_ID };
const CLOSED = { status: 'closing', at: NOW, actor: USER, previous: 'active' } as const satisfies StatusChange;
const CLOSING_ROW = { ...ROW, status: 'closing', version: 4, deleteat: IN_A_WEEK, statuschange: CLOSED };
const IS_ADMIN = { ConditionCheck: expect.objectContaining({ TableName: 'users', Key: { tenantid: TENANT_ID, userid: USER_ID }, condition: 'role = "admin"' }) };

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  dynamo.reset();
  dynamo.on(TransactWriteCommand).resolves({});
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** The row of the tenant in the order of the reads. The last one stays. */
function tenantIs(...rows: Array<object | undefined>): void {
  const get = dynamo.on(GetCommand, { TableName: 'tenants' });
  rows.forEach((Item, index) => (index < rows.length - 1 ? get.resolvesOnce({ Item }) : get.resolves({ Item })));
}

async function send(request: Partial<ApiRequest> & Pick<ApiRequest, 'method' | 'resource'>, gracePeriodDays = 7) {
  const handler = createHandler({
    ...scopedRows(),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    gracePeriodDays,
    allowOrigins: ['*'],
    logger: output.logger,
  });
  return answerOf(await handler(apiEvent({
    parameters: { tenantId: TENANT_ID, userId: USER_ID }, authorizer: authorizerOf({ authenticatedAt: String(NOW_SECONDS - 60) }), ...request,
  }), lambdaContext()));
}

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));

/** Whose credentials sent the commands of a kind. */
async function keysOf(command: Parameters<typeof dynamo.commandCalls>[0]): Promise<string[]> {
  const clients = dynamo.commandCalls(command).map(({ thisValue }) => thisValue as ScopedClient);
  const keys = await Promise.all(clients.map(async (client) => (await client.credentials()).accessKeyId));
  return [...new Set(keys)];
}

describe('PUT /tenant/{tenantId}/closure', () => {
  const close = async (body: unknown = { name: NAME }, changes: Partial<ApiRequest> = {}, gracePeriodDays?: number) =>
    send({ method: 'PUT', resource: '/tenant/{tenantId}/closure', body: JSON.stringify(body), ...changes }, gracePeriodDays);
  const signedIn = (authenticatedAt: unknown, changes: object = {}) => ({ authorizer: authorizerOf({ authenticatedAt, ...changes }) });

  beforeEach(() => tenantIs(ROW, CLOSING_ROW));

  test('closes the tenant in one write with the check of the admin, and answers 202 with the time of the deletion', async () => {
    const { status, headers, json } = await close({ name: NAME, reason: 'We have merged' });

    expect([status, headers.etag]).toEqual([202, '"4"']);
    expect(json).toEqual({ tenantId: TENANT_ID, name: NAME, status: 'closing', createdAt: ROW.createdat, updatedAt: ROW.updatedat, deleteAt: IN_A_WEEK });
    expect(transactions()).toEqual([[IS_ADMIN, {
      Update: {
        TableName: 'tenants',
        Key: { tenantid: TENANT_ID },
        set: {
          status: 'closing',
          statusshard: expect.stringMatching(/^closing#[0-9a-f]$/),
          statuschange: { ...CLOSED, reason: 'We have merged' },
          updatedat: NOW,
          changedby: BY_USER,
          deleteat: IN_A_WEEK,
        },
        compute: { version: 'version + 1' },
        condition: `name = "${NAME}" AND status = "active"`,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    }]]);
    expect(await keysOf(TransactWriteCommand)).toEqual([`key-of-${TENANT_ID}`]);
  });

  test('needs no reason, and a grace period of zero days ends at once', async () => {
    expect((await close({ name: NAME }, {}, 0)).status).toBe(202);

    const [[, { Update }]] = transactions();
    expect(Update.set.statuschange).toEqual(CLOSED);
    expect(Update.set.deleteat).toBe(NOW);
  });

  test('compares names in the form in which they are stored', async () => {
    expect((await close({ name: NAME.normalize('NFD') })).status).toBe(202);
  });

  test('accepts a name of a row that the application has written, although no request could set it', async () => {
    tenantIs({ ...ROW, name: 'x'.repeat(300) });
    expect((await close({ name: 'x'.repeat(300) })).status).toBe(202);
  });

  test.each(['Smokers', NAME.toLowerCase(), ` ${NAME}`])('writes nothing if the name is %j', async (name) => {
    const answer = await close({ name });

    expectProblem(answer, 409);
    expect(answer.json.code).toBe('wrongTenantName');
    expect(transactions()).toEqual([]);
  });

  test.each<[string, Reason[], number, string]>([
    ['was renamed since it was read', [HELD, unmet({ ...ROW, name: 'Other' })], 409, 'wrongTenantName'],
    ['is suspended', [HELD, unmet({ ...ROW, status: 'suspended' })], 409, 'wrongTenantStatus'],
    ['is closing already', [HELD, unmet(CLOSING_ROW)], 409, 'wrongTenantStatus'],
    ['was deleted', [HELD, unmet({ tenantid: TENANT_ID, status: 'deleted' })], 404, 'tenantNotFound'],
    ['is gone', [HELD, unmet()], 404, 'tenantNotFound'],
    ['has another admin instead of the caller', [unmet(), HELD], 403, 'roleRequired'],
  ])('is refused if the tenant %s', async (_, reasons, status, code) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(...reasons));

    const answer = await close();

    expectProblem(answer, status);
    expect(answer.json.code).toBe(code);
  });

  test.each([[undefined], [{ ...ROW, status: 'deleted' }]])('of a tenant with the row %j is 404', async (row) => {
    tenantIs(row);
    expectProblem(await close(), 404);
    expect(transactions()).toEqual([]);
  });

  test('is possible up to ten minutes after the sign-in', async () => {
    expect((await close({ name: NAME }, signedIn(String(NOW_SECONDS - 600)))).status).toBe(202);
  });

  test.each([['ten minutes and a second', String(NOW_SECONDS - 601)], ['an unknown time', undefined]])('asks for a new sign-in after %s, before anything is read', async (_, authenticatedAt) => {
    const answer = await close({ name: NAME }, signedIn(authenticatedAt));

    expectProblem(answer, 401);
    expect(answer.json.code).toBe('signInAgain');
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each([['a member', { tenantRole: 'member' }], ['an admin of another tenant', { tenantId: OTHER_TENANT_ID }], ['a user without a tenant', { tenantId: undefined, tenantRole: undefined }]])(
    'is forbidden for %s, who is not asked to sign in again', async (_, changes) => {
      expectProblem(await close({ name: NAME }, signedIn(undefined, changes)), 403);
      expect(dynamo.calls()).toHaveLength(0);
    });

  test.each<[unknown, string[]]>([
    [{}, ['/name']],
    [{ name: '' }, ['/name']],
    [{ name: 7 }, ['/name']],
    [{ name: 'x'.repeat(2049) }, ['/name']],
    [{ name: NAME, reason: '' }, ['/reason']],
    [{ name: NAME, reason: 'x'.repeat(501) }, ['/reason']],
    [{ name: NAME, deleteAt: NOW }, ['/deleteAt']],
  ])('refuses the body %j', async (body, fields) => {
    const answer = await close(body);

    expectProblem(answer, 400);
    expect(answer.json.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('needs a body', async () => {
    expectProblem(await close(undefined, { body: null }), 400);
  });

  test('logs neither the name nor the reason', async () => {
    await close({ name: NAME, reason: 'Asked by ada@example.com' });

    expect(output.logs).toContainEqual(expect.objectContaining({ message: 'The tenant was closed', tenantId: TENANT_ID }));
    expect(output.text).not.toContain(NAME);
    expect(output.text).not.toContain('ada@example.com');
  });
});

describe('DELETE /tenants/{userId}/closures/{tenantId}', () => {
  // The token carries another tenant or none.
  const restore = async (changes: Partial<ApiRequest> = {}) =>
    send({ method: 'DELETE', resource: '/tenants/{userId}/closures/{tenantId}', authorizer: authorizerOf({ tenantId: undefined, tenantRole: undefined }), ...changes });

  /** The tenants in the record of the user and in the index, and the role of the user in the tenant. */
  function userIs({ recorded = [TENANT_ID], indexed = [], role = 'admin' }: { recorded?: string[]; indexed?: string[]; role?: string } = {}): void {
    dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item: recorded.length > 0 ? { tenants: new Set(recorded) } : undefined });
    dynamo.on(QueryCommand).resolves({ Items: indexed.map((tenantid) => ({ tenantid })) });
    dynamo.on(BatchGetCommand).resolves({
      Responses: { users: role === '' ? [] : [{ tenantid: TENANT_ID, role, createdat: NOW }], tenants: [CLOSING_ROW] },
    });
  }

  beforeEach(() => {
    userIs();
    tenantIs(CLOSING_ROW, { ...ROW, version: 5, statuschange: { status: 'active', at: NOW, actor: USER } });
  });

  test('restores the tenant to the status before, in one write with the check of the admin', async () => {
    const { status, headers, json } = await restore();

    expect([status, headers.etag, json.status]).toEqual([200, '"5"', 'active']);
    expect(json).not.toHaveProperty('deleteAt');
    expect(transactions()).toEqual([[IS_ADMIN, {
      Update: {
        TableName: 'tenants',
        Key: { tenantid: TENANT_ID },
        set: {
          status: 'active',
          statusshard: expect.stringMatching(/^active#[0-9a-f]$/),
          statuschange: { status: 'active', at: NOW, actor: USER },
          updatedat: NOW,
          changedby: BY_USER,
        },
        compute: { version: 'version + 1' },
        remove: ['deleteat'],
        condition: 'attribute_not_exists(deletionstartedat) AND status = "closing" AND version = 4',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    }]]);
  });

  test('needs no recent sign-in, because nothing is lost', async () => {
    expect((await restore({ authorizer: authorizerOf({ tenantId: undefined, tenantRole: undefined, authenticatedAt: '1' }) })).status).toBe(200);
  });

  test.each([['the record', {}], ['the index', { recorded: [], indexed: [OTHER_TENANT_ID, TENANT_ID] }]])(
    'finds the tenant in %s of the user with the rights of the user, and accesses it with those of the tenant', async (_, tenants) => {
      userIs(tenants);

      expect((await restore()).status).toBe(200);
      expect(await keysOf(QueryCommand)).toEqual([`key-of-${USER_ID}`]);
      expect(await keysOf(BatchGetCommand)).toEqual([`key-of-${TENANT_ID}`]);
      expect(await keysOf(TransactWriteCommand)).toEqual([`key-of-${TENANT_ID}`]);
    });

  test('assumes no rights in a tenant that is not in the rows of the user', async () => {
    userIs({ recorded: [OTHER_TENANT_ID], indexed: [OTHER_TENANT_ID] });

    const answer = await restore();

    expectProblem(answer, 404);
    expect(answer.json.code).toBe('notMember');
    expect(await keysOf(GetCommand)).toEqual([`key-of-${USER_ID}`]);
    expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(0);
  });

  test.each([['has left', '', 404, 'notMember'], ['is not an admin', 'member', 403, 'roleRequired']])('is refused for a user who %s', async (_, role, status, code) => {
    userIs({ role });

    const answer = await restore();

    expectProblem(answer, status);
    expect(answer.json.code).toBe(code);
    expect(transactions()).toEqual([]);
  });

  test.each<[string, object | undefined]>([
    ['an operator has closed', { ...CLOSED, actor: OPERATOR }],
    ['a member had closed, and then an operator', { ...CLOSED, actor: OPERATOR, previous: 'active' }],
    ['the application has closed by itself', undefined],
  ])('leaves a tenant that %s to the operator', async (_, statuschange) => {
    tenantIs({ ...CLOSING_ROW, statuschange });

    const answer = await restore();

    expectProblem(answer, 403);
    expect(answer.json.code).toBe('closedByOperator');
    expect(transactions()).toEqual([]);
  });

  test.each<[string, Reason[], number, string]>([
    ['is being deleted', [HELD, unmet({ ...CLOSING_ROW, deletionstartedat: NOW })], 409, 'deletionStarted'],
    ['was closed again by an operator in between', [HELD, unmet({ ...CLOSING_ROW, version: 5 })], 503, 'tooManyChanges'],
    ['is not closing', [HELD, unmet(ROW)], 409, 'wrongTenantStatus'],
    ['was deleted', [HELD, unmet({ tenantid: TENANT_ID, status: 'deleted' })], 404, 'tenantNotFound'],
    ['has another admin instead of the caller', [unmet(), HELD], 403, 'roleRequired'],
  ])('is refused if the tenant %s', async (_, reasons, status, code) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(...reasons));

    const answer = await restore();

    expectProblem(answer, status);
    expect(answer.json.code).toBe(code);
  });

  test('is only for the user in the path', async () => {
    expectProblem(await restore({ parameters: { userId: OTHER_USER_ID, tenantId: TENANT_ID } }), 403);
    expectProblem(await restore({ authorizer: undefined }), 401);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each([['*', 'tenantId'], ['A-B', 'tenantId'], ['..', 'path'], ['', 'path']])('refuses %j as a tenant', async (tenantId, field) => {
    const answer = await restore({ parameters: { userId: USER_ID, tenantId } });

    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field, detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });
});
