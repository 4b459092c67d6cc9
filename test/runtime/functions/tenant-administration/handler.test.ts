import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler, type InvitationAdministration, type TenantAdministrationHandlerProps } from '../../../../src/runtime/functions/tenant-administration/handler';
import { meaningOf, meaningsOf } from '../../../dynamodb-meaning';
import { answerOf, expectProblem } from '../../answers';
import { cancelled, HELD, unmet } from '../../cancelled';
import { apiEvent, type ApiRequest, lambdaContext, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { INVITATION_ID, newInvitation } from '../invitations/rows';

const NOW = '2026-03-04T05:06:07.000Z';
const ROW = {
  tenantid: TENANT_ID, name: 'Smokers Inc.', status: 'active', ownerid: USER_ID, version: 3, createdat: '2026-01-01T00:00:00.000Z', updatedat: NOW,
};
const MAX = { tenantid: TENANT_ID, userid: USER_ID, name: 'Max', email: 'max@example.com', role: 'admin', createdat: NOW };
/** The stored actor of a change by the service. */
const BY_SERVICE = { type: 'service', id: SERVICE_ARN, at: NOW, requestid: REQUEST_ID };
const MAX_SHOWN = { userId: USER_ID, name: 'Max', email: 'max@example.com', role: 'admin', joinedAt: NOW };

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: ROW });
  dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item: MAX });
  dynamo.on(QueryCommand).resolves({ Items: [MAX] });
  dynamo.on(TransactWriteCommand).resolves({});
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const TENANT = '/tenant/{tenantId}';
const MEMBERS = `${TENANT}/members`;
const MEMBER = `${MEMBERS}/{userId}`;

type Options = Partial<Pick<TenantAdministrationHandlerProps, 'invitations' | 'gracePeriodDays'>>;

async function send(method: string, resource: string, body?: unknown, changes: Partial<ApiRequest> = {}, options: Options = {}) {
  const handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    roles: ['admin', 'member', 'auditor'],
    limits: { membersPerTenant: 5, tenantsPerUser: 3 },
    ...options,
    allowOrigins: ['*'],
    logger: output.logger,
  });
  return answerOf(await handler(apiEvent({
    method,
    resource,
    parameters: { tenantId: TENANT_ID, ...resource === MEMBER && { userId: USER_ID } },
    body: body === undefined ? null : JSON.stringify(body),
    ...changes,
  }), lambdaContext()));
}

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));

test('shows a tenant with its version', async () => {
  expect(await send('GET', TENANT)).toMatchObject({ status: 200, headers: { etag: '"3"' }, json: { tenantId: TENANT_ID, name: 'Smokers Inc.' } });
});

test('shows the members of a tenant', async () => {
  expect((await send('GET', MEMBERS)).json).toEqual({ members: [MAX_SHOWN] });
});

test('requires no role of its caller', async () => {
  await send('PUT', TENANT, { name: 'n' }, { headers: { 'If-Match': '"3"' } });
  await send('PUT', MEMBER, { role: 'auditor' });
  await send('DELETE', MEMBER);

  expect(transactions()).toHaveLength(3);
  expect(transactions().flat().flatMap((step) => Object.keys(step))).not.toContain('ConditionCheck');
});

test.each([
  ['a service', 'prod', 'service'],
  ['an operator', 'operators', 'operator'],
])('records the IAM principal that removed a right as %s if the stage is %s', async (_, stage, actorType) => {
  await send('PUT', MEMBER, { role: 'auditor' }, { stage });
  await send('DELETE', MEMBER, undefined, { stage });

  const marks = transactions().map((steps) => steps.at(-1)!.Update);
  expect(marks).toMatchObject(['demoted', 'removed'].map((change) => ({
    Key: { tenantid: TENANT_ID, userid: `~${USER_ID}` },
    set: { change, actortype: actorType, actorid: SERVICE_ARN, requestid: REQUEST_ID, role: 'admin', joinedat: NOW },
  })));
});

test.each([['prod', 'service'], ['operators', 'operator']])(
  'every log line of a request through the stage %s has its actor, without the name of the session', async (stage, type) => {
    await send('PUT', MEMBER, { role: 'auditor' }, { stage, principal: 'arn:aws:sts::123456789012:assumed-role/Support/jane@example.com' });

    expect(output.logs).toEqual([expect.objectContaining({ actor: { type, id: 'arn:aws:sts::123456789012:assumed-role/Support' }, tenantId: TENANT_ID })]);
    expect(output.text).not.toContain('jane@example.com');
    expect(transactions()[0][0].Update.set.changedby).toMatchObject({ type, id: 'arn:aws:sts::123456789012:assumed-role/Support/jane@example.com' });
  },
);

test('renames a tenant that has the version of the request', async () => {
  dynamo.on(TransactWriteCommand).rejects(cancelled(unmet({ ...ROW, version: 4 })));

  expectProblem(await send('PUT', TENANT, { name: 'n' }, { headers: { 'If-Match': '"3"' } }), 412);
  expect(transactions()[0][0].Update).toMatchObject({ set: { name: 'n' }, condition: 'status = "active" AND version IN (3)' });
});

test.each<[string, unknown, () => ReturnType<typeof send>]>([
  ['a new role', { role: 'member' }, () => send('PUT', MEMBER, { role: 'member' })],
  ['a removal', undefined, () => send('DELETE', MEMBER)],
])('a tenant keeps its last admin: %s', async (_, __, request) => {
  dynamo.on(TransactWriteCommand).rejects(cancelled(HELD, unmet({ tenantid: TENANT_ID, status: 'active', members: 2, admins: 1 })));

  expectProblem(await request(), 409);
});

describe('suspension', () => {
  const SUSPENSION = `${TENANT}/suspension`;
  const actor = { type: 'service', id: SERVICE_ARN };

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW) });
  });

  test.each([
    ['PUT', { reason: 'Not paid' }, 'active', 'suspended', { reason: 'Not paid' }],
    ['DELETE', undefined, 'suspended', 'active', {}],
  ])('%s writes status, actor and reason in one write, and only if the tenant is in the status before', async (method, body, from, to, reason) => {
    const change = { status: to, at: NOW, actor, ...reason };
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { ...ROW, status: to, statuschange: change } });
    const { status, headers, json } = await send(method, SUSPENSION, body);

    expect([status, headers.etag, json]).toEqual([200, '"3"', expect.objectContaining({ tenantId: TENANT_ID, status: to, statusChange: change })]);
    expect(transactions()).toEqual([[{
      Update: expect.objectContaining({
        TableName: 'tenants',
        Key: { tenantid: TENANT_ID },
        condition: `status = "${from}"`,
        set: { status: to, statusshard: expect.stringMatching(`^${to}#[0-9a-f]$`), statuschange: change, updatedat: NOW, changedby: BY_SERVICE },
        compute: { version: 'version + 1' },
      }),
    }]]);
  });

  test.each([
    ['PUT', 'suspended', 409, 'The tenant must be active for this change, but is suspended.'],
    ['PUT', 'creating', 409, 'The tenant must be active for this change, but is creating.'],
    ['DELETE', 'active', 409, 'The tenant must be suspended for this change, but is active.'],
    ['PUT', 'deleted', 404, 'Tenant not found.'],
    ['DELETE', undefined, 404, 'Tenant not found.'],
  ])('%s of a tenant that is %s is refused with %s, and the refusal names the status', async (method, current, expected, detail) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(current === undefined ? undefined : { ...ROW, status: current })));
    const answer = await send(method, SUSPENSION, method === 'PUT' ? { reason: 'Not paid' } : undefined);

    expectProblem(answer, expected);
    expect(answer.json.detail).toBe(detail);
  });

  test.each([[undefined], [{}], [{ reason: '' }], [{ reason: 'x'.repeat(501) }], [{ reason: 'Not paid', until: 'tomorrow' }]])('needs a reason, unlike %j', async (body) => {
    expectProblem(await send('PUT', SUSPENSION, body), 400);
    expect(transactions()).toEqual([]);
  });

  test('is shown to services and operators', async () => {
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { ...ROW, status: 'suspended', statuschange: { status: 'suspended', at: NOW, actor, reason: 'Not paid' } } });
    expect((await send('GET', TENANT)).json).toMatchObject({ status: 'suspended', statusChange: { status: 'suspended', at: NOW, actor, reason: 'Not paid' } });
  });

  test('logs neither the reason nor the principal, whose name can be an address', async () => {
    await send('PUT', SUSPENSION, { reason: 'Not paid by ada@example.com' });
    expect(output.text).toContain('The tenant was suspended');
    expect(output.text).not.toContain('Not paid');
    expect(output.text).not.toContain(SERVICE_ARN);
  });
});

describe('closure', () => {
  const CLOSURE = `${TENANT}/closure`;
  const IN_A_WEEK = '2026-03-11T05:06:07.000Z';
  const actor = { type: 'service', id: SERVICE_ARN };
  const member = { type: 'user', id: USER_ID };
  const closing = (changes: object = {}) => ({
    ...ROW, status: 'closing', deleteat: IN_A_WEEK, statuschange: { status: 'closing', at: NOW, actor, previous: 'active' }, ...changes,
  });

  const request = (method: string) => async (body?: unknown, changes?: Partial<ApiRequest>) =>
    send(method, CLOSURE, body, changes, { gracePeriodDays: 7 });
  const schedule = request('PUT');
  const cancel = request('DELETE');

  /** The row of the tenant before and after the change. */
  function tenantIs(before: object | undefined, after?: object): void {
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolvesOnce({ Item: before }).resolves({ Item: after ?? before });
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW) });
  });

  test.each([
    ['active', ROW, 'active'],
    ['suspended', { ...ROW, status: 'suspended' }, 'suspended'],
    ['closing, and was active', closing(), 'active'],
    ['closing, and was suspended', closing({ statuschange: { status: 'closing', at: NOW, actor, previous: 'suspended' } }), 'suspended'],
    ['closing by a row that the application has written', closing({ statuschange: undefined }), 'active'],
  ])('of a tenant that is %s is scheduled in one write, with the status before, and only if nothing has changed', async (_, row, previous) => {
    const statuschange = { status: 'closing', at: NOW, actor, reason: 'Contract ended', previous };
    tenantIs(row, closing({ statuschange, version: 4 }));

    const { status, headers, json } = await schedule({ deleteAt: IN_A_WEEK, reason: 'Contract ended' });

    expect([status, headers.etag, json]).toEqual([202, '"4"', expect.objectContaining({ tenantId: TENANT_ID, status: 'closing', deleteAt: IN_A_WEEK, statusChange: statuschange })]);
    expect(transactions()).toEqual([[{
      Update: {
        TableName: 'tenants',
        Key: { tenantid: TENANT_ID },
        set: { status: 'closing', statusshard: expect.stringMatching(/^closing#[0-9a-f]$/), statuschange, updatedat: NOW, deleteat: IN_A_WEEK, changedby: BY_SERVICE },
        compute: { version: 'version + 1' },
        condition: `attribute_not_exists(deletionstartedat) AND status = "${row.status}" AND version = 3`,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    }]]);
  });

  test.each<[string, unknown, string]>([
    ['without a body', undefined, IN_A_WEEK],
    ['without a time', { reason: 'Contract ended' }, IN_A_WEEK],
    ['with a time in another zone', { deleteAt: '2026-03-04T07:00:00+01:00' }, '2026-03-04T06:00:00.000Z'],
    ['with a time without seconds', { deleteAt: '2026-03-05T00:00Z' }, '2026-03-05T00:00:00.000Z'],
    ['with the current time', { deleteAt: NOW }, NOW],
    ['with the time of a clock that is slow', { deleteAt: '2026-03-04T05:01:07.001Z' }, '2026-03-04T05:01:07.001Z'],
    ['with the latest time', { deleteAt: '9999-12-31T23:59:59.999Z' }, '9999-12-31T23:59:59.999Z'],
  ])('%s is at the right time', async (_, body, deleteAt) => {
    tenantIs(ROW, closing());

    expect((await schedule(body)).status).toBe(202);
    expect(transactions()[0][0].Update.set.deleteat).toBe(deleteAt);
  });

  test.each<[string, unknown, string[]]>([
    ['a time in the past', { deleteAt: '2026-03-04T05:01:07.000Z' }, ['/deleteAt']],
    ['a time without a zone', { deleteAt: '2026-03-11T05:06:07' }, ['/deleteAt']],
    ['a date', { deleteAt: '2026-03-11' }, ['/deleteAt']],
    ['a number', { deleteAt: 1_800_000_000 }, ['/deleteAt']],
    ['a time that does not exist', { deleteAt: '2026-13-11T05:06:07Z' }, ['/deleteAt']],
    // As text, it would be before all other times.
    ['a year with five digits', { deleteAt: '9999-12-31T23:59:59-01:00' }, ['/deleteAt']],
    ['an empty reason', { reason: '' }, ['/reason']],
    ['a reason that is too long', { reason: 'x'.repeat(501) }, ['/reason']],
    ['more than a closure', { name: 'n' }, ['/name']],
  ])('with %s is refused', async (_, body, fields) => {
    const answer = await schedule(body);

    expectProblem(answer, 400);
    expect(answer.json.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each([
    ['a member has closed', closing({ statuschange: { status: 'closing', at: NOW, actor: member, previous: 'active' } }), 'active'],
    ['was suspended before', closing({ statuschange: { status: 'closing', at: NOW, actor, previous: 'suspended' } }), 'suspended'],
    ['has no status before', closing({ statuschange: undefined }), 'active'],
  ])('of a tenant that %s is cancelled in one write', async (_, row, previous) => {
    const statuschange = { status: previous, at: NOW, actor };
    tenantIs(row, { ...ROW, status: previous, statuschange, version: 4 });

    const { status, json } = await cancel();

    expect([status, json]).toEqual([200, expect.objectContaining({ status: previous, statusChange: statuschange })]);
    expect(json).not.toHaveProperty('deleteAt');
    expect(transactions()).toEqual([[{
      Update: {
        TableName: 'tenants',
        Key: { tenantid: TENANT_ID },
        set: { status: previous, statusshard: expect.stringMatching(`^${previous}#[0-9a-f]$`), statuschange, updatedat: NOW, changedby: BY_SERVICE },
        compute: { version: 'version + 1' },
        remove: ['deleteat'],
        condition: 'attribute_not_exists(deletionstartedat) AND status = "closing" AND version = 3',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    }]]);
  });

  describe.each<[string, () => ReturnType<typeof send>]>([['PUT', async () => schedule()], ['DELETE', async () => cancel()]])('%s', (method, change) => {
    test.each<[string, Record<string, unknown> | undefined, number, string]>([
      ['whose deletion has begun', closing({ deletionstartedat: NOW }), 409, 'deletionStarted'],
      ['that changes at the same time', closing({ version: 4 }), 503, 'tooManyChanges'],
      ['that is deleted in between', { tenantid: TENANT_ID, status: 'deleted' }, 404, 'tenantNotFound'],
      ['that is gone', undefined, 404, 'tenantNotFound'],
    ])('is refused for a tenant %s', async (_, current, status, code) => {
      tenantIs(closing());
      dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(current)));

      const answer = await change();

      expectProblem(answer, status);
      expect(answer.json.code).toBe(code);
    });

    test.each([[undefined], [{ tenantid: TENANT_ID, status: 'deleted', version: 5, createdat: NOW, updatedat: NOW }]])('is 404 for the row %j', async (row) => {
      tenantIs(row);
      expectProblem(await change(), 404);
      expect(transactions()).toEqual([]);
    });

    test('does not exist in an application that never deletes tenants', async () => {
      expect((await send(method, CLOSURE)).status).toBe(404);
    });
  });

  test('is not scheduled for a tenant that is being created', async () => {
    tenantIs({ ...ROW, status: 'creating' });
    const answer = await schedule();

    expectProblem(answer, 409);
    expect(answer.json).toMatchObject({ code: 'wrongTenantStatus', detail: 'The tenant must be active or suspended or closing for this change, but is creating.' });
    expect(transactions()).toEqual([]);
  });

  test('is not cancelled for a tenant that is not closing', async () => {
    tenantIs(ROW);
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(ROW)));
    const answer = await cancel();

    expectProblem(answer, 409);
    expect(answer.json).toMatchObject({ code: 'wrongTenantStatus', detail: 'The tenant must be closing for this change, but is active.' });
  });

  test.each([['prod', 'service'], ['operators', 'operator']])('on the stage %s is recorded as a change by the %s', async (stage, type) => {
    tenantIs(ROW, closing());
    await schedule(undefined, { stage });

    expect(transactions()[0][0].Update.set.statuschange.actor).toEqual({ type, id: SERVICE_ARN });
  });

  test('logs neither the reason nor the principal', async () => {
    tenantIs(ROW, closing());
    await schedule({ reason: 'Asked by ada@example.com' });

    expect(output.text).toContain('The tenant was closed');
    expect(output.text).not.toContain('ada@example.com');
    expect(output.text).not.toContain(SERVICE_ARN);
  });
});

describe('PUT /tenant/{tenantId}/owner', () => {
  const OWNER = `${TENANT}/owner`;
  const changeOwner = async (body: unknown = { userId: USER_ID }) => send('PUT', OWNER, body);

  test('makes a member an admin, without a mark of a lost right, and keeps the other admins', async () => {
    jest.useFakeTimers({ now: new Date(NOW) });
    dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item: { ...MAX, role: 'auditor' } });

    expect(await changeOwner()).toMatchObject({ status: 200, json: { ...MAX_SHOWN, role: 'admin' } });
    expect(transactions()).toEqual([[
      {
        Update: expect.objectContaining({
          TableName: 'users', Key: { tenantid: TENANT_ID, userid: USER_ID }, set: { role: 'admin', changedby: BY_SERVICE }, condition: 'role = "auditor"',
        }),
      },
      { Update: expect.objectContaining({ TableName: 'tenants', compute: { members: 'members + 0', admins: 'admins + 1' } }) },
    ]]);
  });

  test('changes no count for a member who is an admin already', async () => {
    expect(await changeOwner()).toMatchObject({ status: 200, json: MAX_SHOWN });
    expect(transactions()[0][1].Update.compute).toEqual({ members: 'members + 0', admins: 'admins + 0' });
  });

  test('is 404 for a user who is not a member', async () => {
    dynamo.on(GetCommand, { TableName: 'users' }).resolves({});
    const answer = await changeOwner();

    expectProblem(answer, 404);
    expect(answer.json.code).toBe('memberNotFound');
    expect(transactions()).toEqual([]);
  });

  test('is refused for a tenant that is closing', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(HELD, unmet({ ...ROW, status: 'closing', members: 1, admins: 1 })));
    const answer = await changeOwner();

    expectProblem(answer, 403);
    expect(answer.json.code).toBe('tenantNotActive');
  });

  test.each([[{}], [{ userId: '*' }], [{ userId: `@${USER_ID}` }], [{ userId: USER_ID, role: 'admin' }], ['x']])('refuses the body %j', async (body) => {
    expectProblem(await changeOwner(body), 400);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('POST /tenant/{tenantId}/members', () => {
  const max = { userId: USER_ID, name: 'Max', email: 'Max@example.com', role: 'auditor' };

  test('makes a user a member, without an invitation', async () => {
    jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });

    const answer = await send('POST', MEMBERS, max);

    expect(answer).toMatchObject({ status: 201, json: { ...MAX_SHOWN, email: 'Max@example.com', role: 'auditor' } });
    const [[membership, tenant, record]] = transactions();
    expect(membership.Put.Item).toEqual({
      tenantid: TENANT_ID,
      userid: USER_ID,
      name: 'Max',
      email: 'Max@example.com',
      emailkey: 'max@example.com',
      role: 'auditor',
      createdat: NOW,
      origin: 'administration',
      changedby: BY_SERVICE,
    });
    expect(tenant.Update.condition).toContain('members < 5');
    expect(record.Update.condition).toContain('size(tenants) < 3');
  });

  test('does not require an address', async () => {
    expect(await send('POST', MEMBERS, { ...max, email: undefined })).toMatchObject({ status: 201, json: { email: '' } });
  });

  test.each<[string, Array<ReturnType<typeof unmet>>, number, object | undefined]>([
    ['a member', [unmet(MAX), HELD, HELD], 409, undefined],
    ['a tenant that is full', [HELD, unmet({ ...ROW, members: 5, admins: 1 }), HELD], 409, { name: 'membersPerTenant', value: 5 }],
    ['a tenant that is not there', [HELD, unmet(), HELD], 404, undefined],
  ])('refuses %s', async (_, reasons, status, limit) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(...reasons));

    const answer = await send('POST', MEMBERS, max);

    expectProblem(answer, status);
    expect(answer.json.limit).toEqual(limit);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['nobody', { userId: undefined }, ['/userId']],
    ['a wildcard', { userId: '*' }, ['/userId']],
    ['a nameless user', { name: ' ' }, ['/name']],
    ['a role that nobody has declared', { role: 'owner' }, ['/role']],
    ['an address that is none', { email: 'max' }, ['/email']],
    ['an address with a control character', { email: 'max@example\u0000.com' }, ['/email']],
    ['more than a member', { joinedAt: NOW }, ['/joinedAt']],
    ['much that is wrong', { userId: 'a/b', role: 7 }, ['/role', '/userId']],
  ])('refuses %s', async (_, changes, fields) => {
    const answer = await send('POST', MEMBERS, { ...max, ...changes });

    expectProblem(answer, 400);
    expect([...new Set(answer.json.errors.map(({ field }: { field: string }) => field))].sort()).toEqual(fields);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('a path', () => {
  test.each<[string, string, Record<string, string>, string]>([
    ['GET', TENANT, { tenantId: '*' }, 'tenantId'],
    ['PUT', TENANT, { tenantId: '@user' }, 'tenantId'],
    ['GET', MEMBERS, { tenantId: '%2A' }, 'tenantId'],
    ['POST', MEMBERS, { tenantId: 'A-B' }, 'tenantId'],
    ['PUT', MEMBER, { tenantId: TENANT_ID, userId: 'a b' }, 'userId'],
    ['DELETE', MEMBER, { tenantId: TENANT_ID, userId: '*' }, 'userId'],
  ])('with an invalid identifier is refused: %s %s %j', async (method, resource, parameters, field) => {
    const answer = await send(method, resource, { name: 'n' }, { parameters });

    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field, detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each<[string, string, unknown]>([['GET', TENANT, undefined], ['PUT', MEMBER, { role: 'member' }], ['DELETE', MEMBER, undefined]])(
    'of what is not there is 404: %s %s',
    async (method, resource, body) => {
      dynamo.on(GetCommand).resolves({});
      dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({});
      dynamo.on(GetCommand, { TableName: 'users' }).resolves({});

      expectProblem(await send(method, resource, body), 404);
      expect(transactions()).toEqual([]);
    },
  );
});

describe('invitations by an operator', () => {
  const deliver = jest.fn<ReturnType<InvitationAdministration['deliver']>, Parameters<InvitationAdministration['deliver']>>();
  const invitations: InvitationAdministration = { tableName: 'invitations', limits: { invitationsPerTenant: 3, mailsPerTenantAndDay: 10, days: 7 }, deliver };

  beforeEach(() => {
    deliver.mockReset().mockResolvedValue({});
    dynamo.on(QueryCommand).resolves({ Items: [] });
    dynamo.on(GetCommand, { TableName: 'invitations' }).resolves({});
  });

  test('have no inviter, and no member is looked up for the mail', async () => {
    const { status, json } = await send('POST', `${TENANT}/invitations`, { email: 'max@example.com', role: 'member' }, {}, { invitations });

    expect(status).toBe(201);
    expect(json).not.toHaveProperty('invitedBy');
    const puts = transactions().flat().flatMap(({ Put }) => (Put?.Item.email === undefined ? [] : [Put]));
    expect(puts).toEqual([expect.objectContaining({ condition: 'attribute_not_exists(tenantid)' })]);
    expect(puts[0].Item).not.toHaveProperty('invitedby');
    expect(deliver.mock.calls[0][0]).toMatchObject({ tenantName: 'Smokers Inc.', inviterName: undefined });
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => meaningOf(args[0].input).attributes)).not.toContainEqual(['name']);
  });

  test('no longer have an inviter after they are resent', async () => {
    const { row } = newInvitation({ invitedby: USER_ID });
    dynamo.on(GetCommand, { TableName: 'invitations', Key: { invitationid: INVITATION_ID } }).resolves({ Item: row });

    const { status, json } = await send('POST', `${TENANT}/invitations/{invitationId}/resend`, undefined, {
      parameters: { tenantId: TENANT_ID, invitationId: INVITATION_ID },
    }, { invitations });

    expect(status).toBe(200);
    expect(json).not.toHaveProperty('invitedBy');
    expect(transactions().flat()).toContainEqual({ Update: expect.objectContaining({ Key: { tenantid: TENANT_ID, invitationid: INVITATION_ID }, remove: ['invitedby'] }) });
  });
});
