import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { sendTo, tenantRequest, withBody } from './requests';
import { type Meaning, meaningOf, meaningsOf } from '../../../dynamodb-meaning';
import { expectProblem } from '../../answers';
import { cancelled, HELD, unmet } from '../../cancelled';
import { apiEvent, authorizerOf, OTHER_USER_ID, REQUEST_ID, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { INVITATION_ID, newInvitation, OTHER_INVITATION_ID } from '../invitations/rows';

const MAX = {
  tenantid: TENANT_ID, userid: OTHER_USER_ID, name: 'Max', email: 'max@example.com', role: 'member', createdat: '2026-01-03T00:00:00.000Z',
};
const MAX_SHOWN = { userId: OTHER_USER_ID, name: 'Max', email: 'max@example.com', role: 'member', joinedAt: '2026-01-03T00:00:00.000Z' };

/** The members of the tenant without the marks, which are in the same partition and sort after the members. */
const MEMBERS_ONLY = `tenantid = "${TENANT_ID}" AND userid < "~"`;

/** The tenant's row for which a condition of a transaction does not hold. */
const TENANT = { tenantid: TENANT_ID, status: 'active', members: 2, admins: 1 };
const UNCOUNTED_TENANT = { tenantid: TENANT_ID, status: 'active' };

/** The sender must be an admin at the time of the transaction. */
const ADMIN_CHECK = {
  ConditionCheck: {
    TableName: 'users',
    Key: { tenantid: TENANT_ID, userid: USER_ID },
    condition: 'role = "admin"',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
};

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand).resolves({ Item: MAX });
  dynamo.on(TransactWriteCommand).resolves({});
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

const MEMBER = '/tenant/{tenantId}/members/{userId}';
const parameters = (userId: string) => ({ tenantId: TENANT_ID, userId });

const list = (query: Record<string, string> | null = null) => sendTo(output, {
  ...apiEvent(tenantRequest('GET', { resource: '/tenant/{tenantId}/members' })), queryStringParameters: query,
});
const changeRole = (role: unknown, userId = OTHER_USER_ID) => sendTo(output, withBody({ role }, tenantRequest('PUT', {
  resource: MEMBER, parameters: parameters(userId),
})));
const remove = (userId = OTHER_USER_ID) => sendTo(output, apiEvent(tenantRequest('DELETE', { resource: MEMBER, parameters: parameters(userId) })));
const leave = (tenantRole = 'member') => sendTo(output, apiEvent(tenantRequest('DELETE', {
  resource: '/tenant/{tenantId}/membership', authorizer: authorizerOf({ tenantRole }),
})));

/** Gives the sender a membership with this role. */
function senderIs(role: string): void {
  dynamo.on(GetCommand, { Key: { userid: USER_ID } }).resolves({ Item: { ...MAX, userid: USER_ID, role } });
}

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));

/** The change of the tenant's counts in a transaction. Another admin must remain if an admin leaves. */
function expectCounts(step: Meaning, change: { members: number; admins: number }): void {
  expect(step).toEqual({
    Update: {
      TableName: 'tenants',
      Key: { tenantid: TENANT_ID },
      compute: { members: `members + ${change.members}`, admins: `admins + ${change.admins}` },
      condition: change.admins < 0 ? 'admins > 1 AND status = "active"' : 'attribute_exists(admins) AND status = "active"',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });
}

/** The stored actor of a change by the sender. */
const BY_SENDER = { type: 'user', id: USER_ID, at: expect.stringMatching(/^\d{4}-.*Z$/), requestid: REQUEST_ID };

/** The mark of a person who has lost a right, with the membership as it was before. */
function expectMark(step: Meaning, userId: string, change: string, role: string): void {
  expect(step).toEqual({
    Update: {
      TableName: 'users',
      Key: { tenantid: TENANT_ID, userid: `~${userId}` },
      set: {
        change, actortype: 'user', actorid: USER_ID, at: expect.stringMatching(/^\d{4}-.*Z$/), requestid: REQUEST_ID, role, joinedat: MAX.createdat,
      },
      remove: ['sealedclient'],
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });
}

describe('GET /tenant/{tenantId}/members', () => {
  test('shows a page of the members, and the cursor of the next page', async () => {
    dynamo.on(QueryCommand).resolvesOnce({
      Items: [{ ...MAX, origin: 'invitation', invitationid: 'i', emailkey: 'max@example.com' }],
      LastEvaluatedKey: { tenantid: TENANT_ID, userid: OTHER_USER_ID },
    }).resolves({ Items: [] });

    const first = await list({ limit: '1' });
    const second = await list({ limit: '1', cursor: first.json.nextCursor });

    expect(first.json).toEqual({ members: [MAX_SHOWN], nextCursor: expect.any(String) });
    expect(second.json).toEqual({ members: [] });
    const [one, two] = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(meaningOf(one)).toEqual({
      TableName: 'users',
      keyCondition: MEMBERS_ONLY,
      Limit: 1,
      ExclusiveStartKey: undefined,
      ConsistentRead: true,
    });
    expect(two.ExclusiveStartKey).toEqual({ tenantid: TENANT_ID, userid: OTHER_USER_ID });
  });

  test('is for every member, and has fifty members on a page by default', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [MAX] });
    const event = apiEvent(tenantRequest('GET', { resource: '/tenant/{tenantId}/members', authorizer: authorizerOf({ tenantRole: 'auditor' }) }));

    expect(await sendTo(output, event)).toMatchObject({ status: 200, json: { members: [MAX_SHOWN] } });
    expect(dynamo.commandCalls(QueryCommand)[0].args[0].input.Limit).toBe(50);
  });

  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ cursor: 'next' }, 'cursor'],
  ])('refuses the query %j', async (query, field) => {
    const answer = await list(query);

    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field, detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('PUT /tenant/{tenantId}/members/{userId}', () => {
  test.each<[string, string, number]>([
    ['member', 'admin', 1],
    ['member', 'auditor', 0],
    ['member', 'member', 0],
    ['admin', 'member', -1],
    ['admin', 'admin', 0],
  ])('makes a %s a %s if the sender is an admin, and counts the admins', async (known, role, admins) => {
    dynamo.on(GetCommand).resolves({ Item: { ...MAX, role: known } });

    const answer = await changeRole(role);

    expect(answer).toMatchObject({ status: 200, json: { ...MAX_SHOWN, role } });
    const [[check, update, counts, ...marks], ...others] = transactions();
    expect(check).toEqual(ADMIN_CHECK);
    expect(update).toEqual({
      Update: {
        TableName: 'users',
        Key: { tenantid: TENANT_ID, userid: OTHER_USER_ID },
        set: { role, changedby: BY_SENDER },
        condition: `role = "${known}"`,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    });
    const [{ args: [read] }] = dynamo.commandCalls(GetCommand);
    expect(read.input).toEqual({ TableName: 'users', Key: { tenantid: TENANT_ID, userid: OTHER_USER_ID }, ConsistentRead: true });
    expectCounts(counts, { members: 0, admins });
    expect([marks.length, others]).toEqual([admins < 0 ? 1 : 0, []]);
    marks.forEach((mark) => expectMark(mark, OTHER_USER_ID, 'demoted', known));
  });

  test('has no item twice when admins change their own role', async () => {
    senderIs('admin');

    expect((await changeRole('member', USER_ID)).status).toBe(200);

    const [[update, counts, mark, ...more]] = transactions();
    expect(update.Update).toMatchObject({ Key: { tenantid: TENANT_ID, userid: USER_ID }, condition: 'role = "admin"' });
    expectCounts(counts, { members: 0, admins: -1 });
    expectMark(mark, USER_ID, 'demoted', 'admin');
    expect(more).toEqual([]);
  });

  test.each(['member', 'auditor'])('does not let a user who is a %s by now become an admin', async (role) => {
    senderIs(role);

    expectProblem(await changeRole('admin', USER_ID), 403);
    expect(transactions()).toEqual([]);
  });

  test('does not let a removed user become a member', async () => {
    dynamo.on(GetCommand, { Key: { userid: USER_ID } }).resolves({});

    expectProblem(await changeRole('admin', USER_ID), 403);
    expect(transactions()).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['of nobody', undefined, '/role'],
    ['that nobody has declared', 'owner', '/role'],
    ['that is a list', ['admin'], '/role'],
    ['in capitals', 'Admin', '/role'],
  ])('refuses a role %s', async (_, role, field) => {
    const answer = await changeRole(role);

    expectProblem(answer, 400);
    expect(new Set(answer.json.errors.map((error: { field: string }) => error.field))).toEqual(new Set([field]));
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('lists the roles of the application', async () => {
    expect((await changeRole('owner')).json.errors[0].detail).toBe('must be one of admin, member, auditor');
  });
});

describe('DELETE /tenant/{tenantId}/members/{userId}', () => {
  test.each<[string, number]>([['member', 0], ['auditor', 0], ['admin', -1]])(
    'removes a %s, as long as the sender is an admin, and counts',
    async (role, admins) => {
      dynamo.on(GetCommand).resolves({ Item: { ...MAX, role } });

      const answer = await remove();

      expect(answer).toMatchObject({ status: 204, json: undefined });
      const [[check, deletion, counts, mark, ...more], ...others] = transactions();
      expect(check).toEqual(ADMIN_CHECK);
      expect(deletion).toEqual({
        Delete: {
          TableName: 'users',
          Key: { tenantid: TENANT_ID, userid: OTHER_USER_ID },
          condition: `role = "${role}"`,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      });
      expectCounts(counts, { members: -1, admins });
      expectMark(mark, OTHER_USER_ID, 'removed', role);
      expect([more, others]).toEqual([[], []]);
    },
  );

  test('has the admin as the actor in each log line', async () => {
    await remove();

    expect(output.logs).toEqual([expect.objectContaining({ actor: { type: 'user', id: USER_ID }, tenantId: TENANT_ID })]);
  });

  test('does not let a former admin remove themselves as an admin', async () => {
    senderIs('member');

    expectProblem(await remove(USER_ID), 403);
    expect(transactions()).toEqual([]);
  });
});

describe('DELETE /tenant/{tenantId}/membership', () => {
  test.each<[string, number]>([['member', 0], ['auditor', 0], ['admin', -1]])('lets a %s leave, whatever the token says', async (role, admins) => {
    senderIs(role);

    expect(await leave('member')).toMatchObject({ status: 204, json: undefined });

    const [[deletion, counts, mark, ...more]] = transactions();
    expect(deletion.Delete).toMatchObject({ Key: { tenantid: TENANT_ID, userid: USER_ID }, condition: `role = "${role}"` });
    expectCounts(counts, { members: -1, admins });
    expectMark(mark, USER_ID, 'left', role);
    expect(more).toEqual([]);
  });

  test('is refused to a user who is no longer a member', async () => {
    dynamo.on(GetCommand).resolves({});

    expectProblem(await leave(), 404);
    expect(transactions()).toEqual([]);
  });
});

/** Writes by an admin to another member. */
const WRITES: Array<[string, () => ReturnType<typeof remove>]> = [['a new role', () => changeRole('member')], ['a removal', () => remove()]];

describe.each(WRITES)('%s', (_, write) => {
  test('requires an existing member', async () => {
    dynamo.on(GetCommand).resolves({});

    expectProblem(await write(), 404);
    expect(transactions()).toEqual([]);
  });

  test.each<[string, Array<ReturnType<typeof unmet>>, number]>([
    ['by a sender who is a member by now', [unmet({ role: 'member' }), HELD, HELD], 403],
    ['by a sender who was removed', [unmet(), HELD, HELD], 403],
    ['of a member who has another role by now', [HELD, unmet({ ...MAX, role: 'auditor' }), HELD], 409],
    ['of a member who was removed in the meantime', [HELD, unmet(), HELD], 409],
    ['of the last admin', [HELD, HELD, unmet(TENANT)], 409],
    ['in a tenant that is suspended', [HELD, HELD, unmet({ ...TENANT, status: 'suspended' })], 403],
    ['in a tenant that is deleted', [HELD, HELD, unmet({ ...TENANT, status: 'deleted' })], 404],
    ['in a tenant that is gone', [HELD, HELD, unmet()], 404],
  ])('%s is refused', async (__, reasons, status) => {
    dynamo.on(GetCommand).resolves({ Item: { ...MAX, role: 'admin' } });
    dynamo.on(TransactWriteCommand).rejects(cancelled(...reasons));

    expectProblem(await write(), status);
    expect(transactions()).toHaveLength(1);
  });

  test('of the last admin is refused with advice', async () => {
    dynamo.on(GetCommand).resolves({ Item: { ...MAX, role: 'admin' } });
    dynamo.on(TransactWriteCommand).rejects(cancelled(HELD, HELD, unmet(TENANT)));

    expect((await write()).json.detail).toBe('This is the last admin of the tenant. Make another member an admin first.');
  });
});

test('the last admin cannot leave', async () => {
  senderIs('admin');
  dynamo.on(TransactWriteCommand).rejects(cancelled(HELD, unmet(TENANT)));

  expectProblem(await leave('admin'), 409);
});

describe('a tenant without counts of its members', () => {
  beforeEach(() => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, HELD, unmet(UNCOUNTED_TENANT))).resolves({});
    dynamo.on(QueryCommand)
      .resolvesOnce({ Items: [{ role: 'admin' }, { role: 'member' }], LastEvaluatedKey: { tenantid: TENANT_ID, userid: 'x' } })
      .resolves({ Items: [{ role: 'auditor' }, { role: 'admin' }, { role: 'member' }] });
  });

  test('is counted, over all pages, before anything changes', async () => {
    dynamo.on(UpdateCommand).resolves({});

    expect((await remove()).status).toBe(204);

    expect(dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input))).toEqual([{
      TableName: 'tenants',
      Key: { tenantid: TENANT_ID },
      set: { members: 5, admins: 2 },
      condition: 'attribute_exists(tenantid) AND attribute_not_exists(members)',
    }]);
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input.ConsistentRead)).toEqual([true, true]);
    expect(transactions()[1]).toEqual(transactions()[0]);
  });

  test('can be counted by another request at the same time', async () => {
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} }));

    expect((await remove()).status).toBe(204);
    expect(transactions()).toHaveLength(2);
  });

  test('is counted by the roles alone, without marks', async () => {
    dynamo.on(UpdateCommand).resolves({});

    await remove();

    expect(meaningOf(dynamo.commandCalls(QueryCommand)[0].args[0].input)).toMatchObject({
      TableName: 'users', keyCondition: MEMBERS_ONLY, attributes: ['role'],
    });
  });

  test('does not change if it cannot be counted', async () => {
    dynamo.on(UpdateCommand).rejects(new Error('unavailable'));

    expectProblem(await remove(), 500);
    expect(transactions()).toHaveLength(1);
  });

  test('keeps its last admin too', async () => {
    dynamo.on(GetCommand).resolves({ Item: { ...MAX, role: 'admin' } });
    dynamo.on(UpdateCommand).resolves({});
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, HELD, unmet(UNCOUNTED_TENANT))).rejects(cancelled(HELD, HELD, unmet(TENANT)));

    expectProblem(await remove(), 409);
  });
});

describe('the invitations of a former admin', () => {
  const mine = newInvitation({ invitedby: OTHER_USER_ID }).row;
  const ofAnother = newInvitation({ invitationid: OTHER_INVITATION_ID, invitedby: USER_ID, email: 'other@example.com' }).row;
  const withInvitations = { invitationsTableName: 'invitations' };
  const request = (method: string, body?: unknown) => (body === undefined
    ? apiEvent(tenantRequest(method, { resource: MEMBER, parameters: parameters(OTHER_USER_ID) }))
    : withBody(body, tenantRequest(method, { resource: MEMBER, parameters: parameters(OTHER_USER_ID) })));

  beforeEach(() => {
    dynamo.on(GetCommand).resolves({ Item: { ...MAX, role: 'admin' } });
    dynamo.on(QueryCommand, { TableName: 'invitations' }).resolves({ Items: [mine, ofAnother] });
  });

  test.each([
    ['removed', () => request('DELETE')],
    ['demoted', () => request('PUT', { role: 'member' })],
  ])('are revoked when the admin is %s, but invitations by others are not', async (_, event) => {
    expect((await sendTo(output, event(), withInvitations)).status).toBeLessThan(300);

    const [, ...revocations] = transactions();
    expect(revocations.flat()).toMatchObject([
      { Update: { TableName: 'invitations', Key: { invitationid: INVITATION_ID }, set: { status: 'revoked' } } },
    ]);
  });

  test.each<[string, Error, boolean]>([
    ['was answered in the meantime', cancelled(unmet(mine)), false],
    ['cannot be revoked', new Error('unavailable'), true],
  ])('are revoked if possible: one that %s', async (_, error, isLogged) => {
    dynamo.on(QueryCommand, { TableName: 'invitations' }).resolves({ Items: [mine, { ...ofAnother, invitedby: OTHER_USER_ID }] });
    dynamo.on(TransactWriteCommand).resolvesOnce({}).rejectsOnce(error).resolves({});

    expect((await sendTo(output, request('DELETE'), withInvitations)).status).toBe(204);

    // The membership, the failed invitation and, after a failure that is not an error, the next invitation.
    expect(transactions()).toHaveLength(isLogged ? 2 : 3);
    expect(output.text.includes('Invitations of a former admin could not be revoked')).toBe(isLogged);
  });

  test('stay if the admin is made an admin again', async () => {
    await sendTo(output, request('PUT', { role: 'admin' }), withInvitations);

    expect(transactions()).toHaveLength(1);
  });

  test('do not fail the change: the role is lost, and nobody can accept the invitations', async () => {
    dynamo.on(QueryCommand, { TableName: 'invitations' }).rejects(new Error('unavailable'));

    expect((await sendTo(output, request('DELETE'), withInvitations)).status).toBe(204);
    expect(output.text).toContain('Invitations of a former admin could not be revoked');
  });
});
