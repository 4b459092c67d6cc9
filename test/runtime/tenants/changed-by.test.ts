/** Every change of a tenant, a membership or an invitation stores its actor in the row. Here the operations run with all kinds of actors. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { type Actor, ACTOR_TYPE } from '../../../src/contract/actor';
import { TENANT_STATUS } from '../../../src/contract/attributes';
import { transact } from '../../../src/runtime/aws/transaction';
import { createTenant } from '../../../src/runtime/functions/additional-tenants/create-tenant';
import { beginDeletion } from '../../../src/runtime/functions/tenant-erasure/begin-deletion';
import { writeTombstone } from '../../../src/runtime/functions/tenant-erasure/write-tombstone';
import { endMembership } from '../../../src/runtime/functions/user-erasure/end-membership';
import { cancelCreation } from '../../../src/runtime/functions/user-erasure/tombstone';
import { createInvitation, endInvitation, resendInvitation, revokeInvitation, revokeInvitationsBy } from '../../../src/runtime/invitations/invitation-writes';
import { joinTenant } from '../../../src/runtime/members/join-tenant';
import { changeRole, leaveTenant, removeMember } from '../../../src/runtime/members/members';
import { cancelClosure, closeTenant, restoreTenant, scheduleClosure } from '../../../src/runtime/tenants/closure';
import { reactivateTenant, suspendTenant } from '../../../src/runtime/tenants/suspension';
import type { TenantScope } from '../../../src/runtime/tenants/tenant-scope';
import { renameTenant } from '../../../src/runtime/tenants/tenants';
import { meaningOf } from '../../dynamodb-meaning';
import { EMAIL, OTHER_USER_ID, PERSON_NAME, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../events';
import { expectDefinedExpressions } from '../expressions';
import { INVITATION_ID, newInvitation, TABLES, tenantRow } from '../functions/invitations/rows';

const NOW = '2026-03-04T05:06:07.000Z';
const JOINED = '2026-01-03T00:00:00.000Z';
const MEMBER = { tenantid: TENANT_ID, userid: OTHER_USER_ID, name: PERSON_NAME, email: EMAIL, role: 'admin', createdat: JOINED };
const JOINING = { userId: OTHER_USER_ID, name: PERSON_NAME, email: EMAIL, role: 'member', at: NOW };
const OWNER = { name: PERSON_NAME, email: EMAIL, userName: 'alice', isEmailVerified: true, changedAt: NOW };
const LIMITS = { membersPerTenant: 5, tenantsPerUser: 3 };

const dynamo = mockClient(DynamoDBDocumentClient);

type Scope = TenantScope<typeof TABLES>;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  dynamo.reset();
  tenantIs({});
  dynamo.on(GetCommand, { TableName: 'users' }).callsFake(({ Key }) => ({ Item: { ...MEMBER, userid: Key.userid } }));
  dynamo.on(GetCommand, { TableName: 'invitations' }).callsFake(({ Key }) => (
    { Item: Key.invitationid === INVITATION_ID ? newInvitation().row : undefined }));
  dynamo.on(QueryCommand).resolves({ Items: [] });
  [TransactWriteCommand, UpdateCommand, PutCommand].forEach((command) => dynamo.on(command as typeof PutCommand).resolves({}));
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
});

function tenantIs(changes: Record<string, unknown>): void {
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: tenantRow(changes) });
}

/** The counts in the row of a tenant. A write of counts alone has no actor. */
const COUNTS = ['members', 'admins', 'invitationrevision', 'mails', 'mailday'];

/** The written rows of tenants, memberships and invitations, with the stored actor of each. */
function stamps(): Array<readonly [string, unknown]> {
  const steps = dynamo.commandCalls(TransactWriteCommand).flatMap(({ args }) => args[0].input.TransactItems!);
  const requests: object[] = [
    ...steps.flatMap(({ Put, Update }) => Put ?? Update ?? []),
    ...[...dynamo.commandCalls(UpdateCommand), ...dynamo.commandCalls(PutCommand)].map(({ args }) => args[0].input),
  ];
  return requests.map(meaningOf)
    .map(({ TableName, Key, Item, set, compute }) => ({ TableName, key: { ...Key, ...Item }, written: { ...Item, ...set, ...compute } }))
    // Records, marks and counts of mails are in the same tables.
    .filter(({ key }) => !/^[@~]/.test(key.userid ?? key.invitationid ?? ''))
    .filter(({ TableName, written }) => TableName !== 'tenants' || Object.keys(written).some((name) => !COUNTS.includes(name)))
    .map(({ TableName, written }) => [TableName, written.changedby] as const);
}

const { active, suspended, closing } = TENANT_STATUS;
const closed = { status: closing, deleteat: NOW, statuschange: { status: closing, at: NOW, actor: { type: 'user', id: USER_ID }, previous: active } };

/** The operations, and the tables in which they change a row. */
const OPERATIONS: Array<[string, Record<string, unknown>, (scope: Scope) => Promise<unknown>, string[]]> = [
  ['a new name', {}, async (scope) => renameTenant(scope, { name: 'Smokers', updatedAt: NOW }), ['tenants']],
  ['a suspension', {}, async (scope) => suspendTenant(scope, 'Not paid'), ['tenants']],
  ['the end of a suspension', { status: suspended }, reactivateTenant, ['tenants']],
  ['a closure by an admin', {}, async (scope) => closeTenant(scope, 'Smokers Inc.', { deleteAt: NOW }), ['tenants']],
  ['a closure by an operator', {}, async (scope) => scheduleClosure(scope, { deleteAt: NOW }), ['tenants']],
  ['a restoration by an admin', closed, restoreTenant, ['tenants']],
  ['a restoration by an operator', closed, cancelClosure, ['tenants']],
  ['the begin of a deletion', closed, async (scope) => beginDeletion(scope, { version: 3, attempt: 1 }), ['tenants']],
  ['the end of a deletion', closed, writeTombstone, ['tenants']],
  ['a creation that is cancelled', { status: 'creating' }, async (scope) => cancelCreation(scope, USER_ID), ['tenants']],
  ['the closure of a tenant whose only member is erased', {}, async (scope) => endMembership({
    scope, userId: OTHER_USER_ID, role: 'admin', createdat: JOINED, tenant: { name: 'Smokers Inc.', status: active, members: 1, admins: 1 },
  }, 30), ['tenants']],
  ['another tenant', {}, async (scope) => createTenant(scope, 3, { name: 'Smokers', userId: USER_ID, owner: OWNER, at: NOW }), ['tenants', 'users']],
  ['a new member', {}, async (scope) => joinTenant(scope, LIMITS, { ...JOINING, origin: 'administration' }), ['users']],
  ['a new role', {}, async (scope) => changeRole(scope, OTHER_USER_ID, 'member'), ['users']],
  ['a new invitation', {}, async (scope) => createInvitation(scope, { invitationsPerTenant: 3 }, { email: EMAIL, role: 'member', days: 7 }), ['invitations']],
  ['an invitation that is resent', {}, async (scope) => resendInvitation(scope, { invitationsPerTenant: 3 }, INVITATION_ID), ['invitations']],
  ['an invitation that is revoked', {}, async (scope) => revokeInvitation(scope, INVITATION_ID), ['invitations']],
  ['an invitation whose inviter is no longer an admin', {}, async (scope) => {
    dynamo.on(QueryCommand).resolves({ Items: [newInvitation({ invitedby: OTHER_USER_ID }).row] });
    await revokeInvitationsBy(scope, OTHER_USER_ID);
  }, ['invitations']],
  ['an invitation that is declined', {}, async (scope) => transact(scope.client, [endInvitation(scope, INVITATION_ID, 'declined', 'hash')]), ['invitations']],
  ['an invitation that is accepted', {}, async (scope) => joinTenant(scope, LIMITS, { ...JOINING, origin: 'invitation', invitationId: INVITATION_ID }, [
    endInvitation(scope, INVITATION_ID, 'accepted', 'hash'),
  ]), ['invitations', 'users']],
];

const ACTORS: Array<[Actor, string | undefined, string | undefined]> = [
  [{ type: ACTOR_TYPE.user, id: USER_ID }, REQUEST_ID, 'sealed'],
  [{ type: ACTOR_TYPE.service, id: SERVICE_ARN }, REQUEST_ID, undefined],
  [{ type: ACTOR_TYPE.operator, id: SERVICE_ARN }, REQUEST_ID, undefined],
  [{ type: ACTOR_TYPE.system, id: 'deletion' }, undefined, undefined],
];

const scopeOf = (actor: Actor, requestId?: string, sealedClient?: string): Scope => ({
  client: DynamoDBDocumentClient.from(new DynamoDBClient({})), tables: TABLES, tenantId: TENANT_ID, actor, requestId, sealedClient,
});

describe.each(OPERATIONS)('%s', (_, tenant, operate, tables) => {
  test.each(ACTORS)('stores the actor %j with the time, the request %s and the client details %s', async (actor, requestId, sealedClient) => {
    tenantIs(tenant);

    await operate(scopeOf(actor, requestId, sealedClient));

    const changedby = {
      ...actor, at: NOW, ...requestId !== undefined && { requestid: requestId }, ...sealedClient !== undefined && { sealedclient: sealedClient },
    };
    expect(stamps().sort()).toEqual(tables.map((table) => [table, changedby]));
  });
});

describe.each<[string, (scope: Scope) => Promise<unknown>, string, string]>([
  ['removed', async (scope) => removeMember(scope, OTHER_USER_ID), OTHER_USER_ID, 'admin'],
  ['demoted', async (scope) => changeRole(scope, OTHER_USER_ID, 'member'), OTHER_USER_ID, 'admin'],
  ['left', leaveTenant, USER_ID, 'admin'],
])('the mark of a member who has %s', (change, operate, userId, role) => {
  const mark = () => dynamo.commandCalls(TransactWriteCommand)
    .flatMap(({ args }) => args[0].input.TransactItems!.flatMap(({ Update }) => (Update === undefined ? [] : [meaningOf(Update)])))
    .find(({ Key }) => Key.userid === `~${userId}`)!;
  const stored = { change, actortype: 'user', actorid: USER_ID, at: NOW, role, joinedat: JOINED };

  test('has the actor, the request, the role and the time of joining', async () => {
    await operate(scopeOf({ type: 'user', id: USER_ID }, REQUEST_ID, 'sealed'));

    expect(mark().set).toEqual({ ...stored, requestid: REQUEST_ID, sealedclient: 'sealed' });
    expect(mark().remove).toBeUndefined();
  });

  test('of work without a request keeps no request and no client details of an earlier mark', async () => {
    await operate(scopeOf({ type: 'user', id: USER_ID }));

    expect(mark().set).toEqual(stored);
    expect(mark().remove).toEqual(['requestid', 'sealedclient']);
  });
});
