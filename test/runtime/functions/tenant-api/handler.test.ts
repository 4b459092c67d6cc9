import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { sendTo, tenantRequest, userRequest, withBody } from './requests';
import { meaningsOf } from '../../../dynamodb-meaning';
import { expectProblem } from '../../answers';
import { cancelled, HELD, unmet } from '../../cancelled';
import { apiEvent, type ApiRequest, authorizerOf, OTHER_TENANT_ID, OTHER_USER_ID, REQUEST_ID, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const ROW = {
  tenantid: TENANT_ID,
  name: 'Smokers Inc.',
  status: 'active',
  ownerid: USER_ID,
  version: 3,
  createdat: '2026-01-01T00:00:00.000Z',
  updatedat: '2026-01-02T00:00:00.000Z',
};
const MEMBER_ROW = {
  tenantid: TENANT_ID, userid: OTHER_USER_ID, name: 'Max', email: 'max@example.com', role: 'member', createdat: '2026-01-03T00:00:00.000Z',
};
const REPRESENTATION = {
  tenantId: TENANT_ID,
  name: 'Smokers Inc.',
  status: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
};
const NOW = '2026-03-04T05:06:07.000Z';

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand).resolves({});
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: ROW });
  dynamo.on(GetCommand, { TableName: 'users', Key: { tenantid: TENANT_ID } }).resolves({ Item: MEMBER_ROW });
  dynamo.on(TransactWriteCommand).resolves({});
  dynamo.on(QueryCommand).resolves({ Items: [] });
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const send = async (event: APIGatewayProxyEvent, allowOrigins = ['*']) => sendTo(output, event, { allowOrigins });
const get = (changes?: Partial<ApiRequest>) => send(apiEvent(tenantRequest('GET', changes)));
const put = (body: unknown, changes: Partial<ApiRequest> = {}) => send(withBody(body, tenantRequest('PUT', changes)));
const listTenants = (changes: Partial<ApiRequest> = {}) => send(apiEvent(userRequest('GET', changes)));

/** A request about another member of the tenant. */
const member = (method: string, { parameters, ...changes }: Partial<ApiRequest> = {}): ApiRequest => tenantRequest(method, {
  resource: '/tenant/{tenantId}/members/{userId}', parameters: { tenantId: TENANT_ID, userId: OTHER_USER_ID, ...parameters }, ...changes,
});

/** Each route, with the status of an allowed request. */
const ROUTES: Array<[string, typeof get, number]> = [
  ['GET /tenant/{tenantId}', get, 200],
  ['PUT /tenant/{tenantId}', async (changes) => put({ name: 'New name' }, changes), 200],
  ['GET /tenant/{tenantId}/members', async (changes) => get({ resource: '/tenant/{tenantId}/members', ...changes }), 200],
  ['PUT /tenant/{tenantId}/members/{userId}', async (changes) => send(withBody({ role: 'admin' }, member('PUT', changes))), 200],
  ['DELETE /tenant/{tenantId}/members/{userId}', async (changes) => send(apiEvent(member('DELETE', changes))), 204],
  ['DELETE /tenant/{tenantId}/membership', async (changes) =>
    send(apiEvent(tenantRequest('DELETE', { resource: '/tenant/{tenantId}/membership', ...changes }))), 204],
  ['GET /tenants/{userId}', listTenants, 200],
  ['PUT /tenants/{userId}/active', async (changes) =>
    send(withBody({ tenantId: TENANT_ID }, userRequest('PUT', { resource: '/tenants/{userId}/active', ...changes }))), 404],
];

describe.each(ROUTES)('%s', (_, request, expected) => {
  test('answers the right user, with CORS headers', async () => {
    const { status, headers } = await request();
    expect(status).toBe(expected);
    expect(headers).toMatchObject({
      ...status === 200 && { 'content-type': 'application/json' },
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag,Retry-After',
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['has ended', { expiresAt: String(Math.floor(Date.now() / 1000) - 1) }],
    ['ends when nobody knows', { expiresAt: undefined }],
    ['ends at no number', { expiresAt: 'soon' }],
    ['has no user', { userId: undefined }],
    ['has a user that is none', { userId: '*' }],
    ['is of a machine, which has no user name', { userName: undefined }],
    ['has an empty user name', { userName: '' }],
    ['has a tenant that is none', { tenantId: '*' }],
    ['has a role that is none', { tenantRole: '*' }],
  ])('refuses a token that %s', async (__, changes) => {
    expectProblem(await request({ authorizer: authorizerOf(changes) }), 401);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('refuses a request without the context of the authorizer', async () => {
    expectProblem(await request({ authorizer: undefined }), 401);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('answers an error of a table without internals', async () => {
    const fault = new Error('Requested resource not found: Table: tenants');
    dynamo.onAnyCommand().rejects(fault);
    const answer = await request();
    expectProblem(answer, 500);
    expect(JSON.stringify(answer)).not.toContain('Table');
    expect(output.logs).toContainEqual(expect.objectContaining({
      level: 'ERROR',
      correlation_id: REQUEST_ID,
      error: { name: 'Error', stack: expect.stringContaining('Requested resource not found') },
    }));
  });
});

describe('path segments', () => {
  const bad = ['%00', '*', '?', '..', '%2e%2e', 'a%2Fb', 'a b', 'tenänt', 'ÄÖÜ', '日本', 'A-B', 'a', 'a'.repeat(129), '', 'x\n', '%zz', '{tenantId}'];

  test.each(bad)('"%s" is not a tenant id', async (tenantId) => {
    for (const answer of [await get({ parameters: { tenantId } }), await put({ name: 'n' }, { parameters: { tenantId } })]) {
      expectProblem(answer, 400);
      expect(answer.json.errors).toEqual([{ field: 'tenantId', detail: expect.any(String) }]);
    }
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each(['%00', '*', '?', 'a%40b', 'a/b', 'a b', 'üser', 'a'.repeat(129), ''])('"%s" is not a user id', async (userId) => {
    const answer = await listTenants({ parameters: { userId } });
    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field: 'userId', detail: expect.any(String) }]);
  });

  test('an encoded tenant id in the path is refused, whether or not the parameter is decoded', async () => {
    const encoded = `%30${TENANT_ID.slice(1)}`;
    expectProblem(await get({ parameters: { tenantId: encoded } }), 400);
    expectProblem(await get({ parameters: { tenantId: TENANT_ID }, path: `/tenant/${encoded}` }), 400);
  });

  test('a missing parameter is refused', async () => {
    expectProblem(await send({ ...apiEvent(tenantRequest('GET')), pathParameters: null }), 400);
  });

  test('a custom domain can add a base path', async () => {
    expect((await get({ path: `/v1/api/tenant/${TENANT_ID}` })).status).toBe(200);
  });
});

describe('for another user,', () => {
  test('the tenant is out of reach', async () => {
    expectProblem(await get({ parameters: { tenantId: OTHER_TENANT_ID } }), 403);
    expectProblem(await put({ name: 'n' }, { parameters: { tenantId: OTHER_TENANT_ID } }), 403);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('the list is out of reach', async () => {
    expectProblem(await listTenants({ parameters: { userId: OTHER_USER_ID } }), 403);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('every tenant is out of reach without a tenant in the token', async () => {
    const authorizer = authorizerOf({ tenantId: undefined, tenantRole: undefined });
    expectProblem(await get({ authorizer }), 403);
    expect((await listTenants({ authorizer })).status).toBe(200);
  });
});

describe('GET /tenant/{tenantId}', () => {
  test('shows the tenant with its version', async () => {
    const { json, headers } = await get({ authorizer: authorizerOf({ tenantRole: 'member' }) });
    expect(json).toEqual(REPRESENTATION);
    expect(headers.etag).toBe('"3"');
    expect(dynamo.commandCalls(GetCommand)[0].args[0].input)
      .toEqual({ TableName: 'tenants', Key: { tenantid: TENANT_ID }, ConsistentRead: true });
  });

  test('shows a suspended tenant as such', async () => {
    dynamo.on(GetCommand).resolves({ Item: { ...ROW, status: 'suspended' } });
    expect((await get()).json.status).toBe('suspended');
  });

  test.each([
    ['that is not there', undefined],
    ['that is deleted', { tenantid: TENANT_ID, status: 'deleted', version: 9 }],
  ])('answers 404 for a tenant %s', async (_, Item) => {
    dynamo.on(GetCommand).resolves({ Item });
    expectProblem(await get(), 404);
  });

  test.each<[string, (event: APIGatewayProxyEvent) => APIGatewayProxyEvent]>([
    ['a body', (event) => ({ ...event, body: '{"x":1}' })],
    ['a header beyond Latin-1', (event) => ({ ...event, headers: { ...event.headers, 'X-Name': '日本' }, multiValueHeaders: { 'X-Name': ['日本'] } })],
    ['a host that is none', (event) => ({ ...event, headers: { Host: 'a b:c' }, multiValueHeaders: { Host: ['a b:c'] } })],
    ['a doubled protocol', (event) => ({ ...event, multiValueHeaders: { 'X-Forwarded-Proto': ['https', 'gopher'] } })],
    ['no headers', (event) => ({ ...event, headers: null, multiValueHeaders: null }) as unknown as APIGatewayProxyEvent],
  ])('accepts %s', async (_, change) => {
    expect((await send(change(apiEvent(tenantRequest('GET'))))).status).toBe(200);
  });
});

/** The steps of the sent transactions. */
const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));
const renaming = () => transactions()[0][0].Update;

describe('PUT /tenant/{tenantId}', () => {
  test('renames an active tenant if the sender is an admin, and never creates one', async () => {
    jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { ...ROW, name: 'New name', version: 4 } });

    const { status, json, headers } = await put({ name: 'New name' }, { authorizer: authorizerOf() });

    expect(status).toBe(200);
    expect(json).toEqual({ ...REPRESENTATION, name: 'New name' });
    expect(headers.etag).toBe('"4"');
    expect(transactions()).toEqual([[
      {
        Update: {
          TableName: 'tenants',
          Key: { tenantid: TENANT_ID },
          set: { name: 'New name', updatedat: NOW, changedby: { type: 'user', id: USER_ID, at: NOW, requestid: REQUEST_ID } },
          compute: { version: 'version + 1' },
          condition: 'status = "active"',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        ConditionCheck: {
          TableName: 'users',
          Key: { tenantid: TENANT_ID, userid: USER_ID },
          condition: 'role = "admin"',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]]);
  });

  test.each<[string, Record<string, unknown> | undefined]>([
    ['is a member only', { role: 'member' }],
    ['is not a member', undefined],
  ])('refuses a user who %s by now, whatever the token says', async (_, membership) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(HELD, unmet(membership)));

    expectProblem(await put({ name: 'n' }), 403);
  });

  test('stores the name unchanged', async () => {
    await put({ name: '  Häns & Søn 😀 ' });
    expect(renaming().set.name).toBe('  Häns & Søn 😀 ');
  });

  test('is for admins', async () => {
    expectProblem(await put({ name: 'n' }, { authorizer: authorizerOf({ tenantRole: 'member' }) }), 403);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each<[string, Record<string, string | string[]>, string]>([
    ['one version', { 'If-Match': '"3"' }, ' AND version IN (3)'],
    ['one of several', { 'if-match': '"3", "7"' }, ' AND version IN (3, 7)'],
    ['a doubled header', { 'If-Match': ['"3"', '"7"'] }, ' AND version IN (3, 7)'],
    ['any version', { 'If-Match': '*' }, ''],
    ['no version there is', { 'If-Match': 'W/"3"' }, ' AND version IN (0)'],
  ])('requires %s', async (_, headers, condition) => {
    await put({ name: 'n' }, { headers });
    expect(renaming()).toMatchObject({ set: { name: 'n' }, condition: `status = "active"${condition}` });
  });

  test('refuses an invalid If-Match', async () => {
    const answer = await put({ name: 'n' }, { headers: { 'If-Match': '3' } });
    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field: 'If-Match', detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each<[string, Record<string, string> | undefined, number]>([
    ['is not there', undefined, 404],
    ['is deleted', { tenantid: TENANT_ID, status: 'deleted' }, 404],
    ['is being created', { tenantid: TENANT_ID, status: 'creating' }, 403],
    ['is suspended', { tenantid: TENANT_ID, status: 'suspended' }, 403],
    ['has another version', { tenantid: TENANT_ID, status: 'active' }, 412],
  ])('does not rename a tenant that %s', async (_, tenant, status) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(tenant), HELD));
    expectProblem(await put({ name: 'n' }, { headers: { 'If-Match': '"2"' } }), status);
  });

  describe('the body', () => {
    test.each<[string, unknown, string[]]>([
      ['is empty', '', ['']],
      ['is not JSON', '{"name": ', ['']],
      ['is text', '"name"', ['']],
      ['is a number', '7', ['']],
      ['is null', 'null', ['']],
      ['is a list', '[]', ['']],
      ['has no name', {}, ['/name']],
      ['has an empty name', { name: '' }, ['/name']],
      ['has a blank name', { name: ' \t ' }, ['/name']],
      ['has a name that is too long', { name: 'x'.repeat(10_000) }, ['/name']],
      ['has a name with a control character', { name: 'a\u0000b' }, ['/name']],
      ['has a name that is a number', { name: 7 }, ['/name']],
      ['has a name that is null', { name: null }, ['/name']],
      ['has a name that is an object', { name: { S: 'x' } }, ['/name']],
      ['has more than a name', { name: 'n', status: 'active', version: 1 }, ['/status', '/version']],
      ['has only other things', { status: 'active' }, ['/name', '/status']],
      ['has odd names', '{"name":"n","a/b~c":1,"__proto__":{"x":1}}', ['/a~1b~0c', '/__proto__']],
    ])('is refused when it %s', async (_, body, fields) => {
      const answer = await put(body);
      expectProblem(answer, 400);
      const named = answer.json.errors.map(({ field }: { field: string }) => field);
      expect([...new Set(named)].sort()).toEqual([...fields].sort());
      expect(dynamo.calls()).toHaveLength(0);
    });

    test('can have a name of the full length, counted in characters', async () => {
      expect((await put({ name: '😀'.repeat(128) })).status).toBe(200);
      expect((await put({ name: '😀'.repeat(129) })).status).toBe(400);
    });

    test('is refused if it is missing', async () => {
      expectProblem(await put('', { body: null }), 400);
    });

    test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '', 'json'])('is refused as %s', async (type) => {
      expectProblem(await put({ name: 'n' }, { headers: { 'Content-Type': type } }), 415);
      expect(dynamo.calls()).toHaveLength(0);
    });

    test('is refused if a repeated content type differs', async () => {
      expectProblem(await put({ name: 'n' }, { headers: { 'Content-Type': ['text/plain', 'application/json'] } }), 415);
    });

    test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])('is accepted as %s', async (type) => {
      expect((await put({ name: 'n' }, { headers: { 'Content-Type': type } })).status).toBe(200);
    });

    test('is accepted without a type', async () => {
      expect((await send(apiEvent(tenantRequest('PUT', { body: '{"name":"n"}' })))).status).toBe(200);
    });

    test('is decoded if the gateway has encoded it', async () => {
      const body = Buffer.from('{"name":"Füße"}').toString('base64');
      expect((await put(body, { isBase64Encoded: true })).status).toBe(200);
      expect(renaming().set.name).toBe('Füße');
    });

    test('is refused when it is not UTF-8', async () => {
      const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('base64');
      expectProblem(await put(body, { isBase64Encoded: true }), 400);
    });
  });
});

describe('an unknown resource', () => {
  test.each([
    ['GET', '/other'], ['POST', '/tenant/{tenantId}'], ['GET', '/tenant/{tenantId}/{proxy+}'], ['GET', '/'],
  ])('is answered with a problem document: %s %s', async (method, resource) => {
    expectProblem(await send(apiEvent(tenantRequest(method, { resource }))), 404);
  });

  test('is answered with a problem document for an unknown method', async () => {
    expectProblem(await send(apiEvent(tenantRequest('BREW'))), 405);
  });

  test('is answered with a problem document for an event that is not from API Gateway', async () => {
    expectProblem(await send({} as APIGatewayProxyEvent), 500);
  });
});

describe('origins', () => {
  const allowed = ['https://app.example.com', 'https://admin.example.com'];
  const from = (headers: Record<string, string>) => send(apiEvent(tenantRequest('GET', { headers })), allowed);

  test('an allowed origin is named in the answer', async () => {
    expect((await from({ origin: 'https://admin.example.com' })).headers).toMatchObject({
      'access-control-allow-origin': 'https://admin.example.com',
      'access-control-expose-headers': 'ETag,Retry-After',
      'vary': 'Origin',
    });
  });

  test.each<[string, Record<string, string>]>([
    ['another', { Origin: 'https://evil.example.com' }],
    ['one that ends alike', { Origin: 'https://app.example.com.evil.example' }],
    ['null', { Origin: 'null' }],
    ['none', {}],
  ])('%s is not named in the answer', async (_, headers) => {
    const answer = await from(headers);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers.vary).toBe('Origin');
  });

  test('an allowed origin can read errors too', async () => {
    const event = apiEvent(tenantRequest('GET', { authorizer: undefined, headers: { Origin: allowed[0] } }));
    expect(await send(event, allowed)).toMatchObject({ status: 401, headers: { 'access-control-allow-origin': allowed[0] } });
  });
});
