import { randomUUID } from 'node:crypto';
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { LIFECYCLE_STEPS } from './lifecycle-steps';
import { newMember, newTenant, putDevice, putInvitation } from './members';
import type { Permission } from './permission';
import { outcomeOf, repair } from './repairs';
import { stateMachineNamed } from './state-machines';
import { step } from './step';
import { TENANT_STEPS } from './tenant-steps';
import { call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import type { Subscription } from '../../local/client/subscription';
import { expectEqual, expectStatus } from '../../local/story/steps';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem } from '../../src/contract/attributes';
import { DEAD_LETTER_ERROR, DETAIL_TYPE, eventSources, type AdminUserAddedDetail, type DeadLetter, type DetailType } from '../../src/contract/events';
import { INVITATION_METADATA } from '../../src/contract/invitations';
import { SESSION_TAG } from '../../src/contract/isolation';
import { REPAIR_OUTCOME } from '../../src/contract/repair';
import { TENANT_ROLE } from '../../src/contract/roles';
import { statusShard } from '../../src/runtime/tenants/status-shard';
import { publish } from '../e2e/support/bus';
import { takeDeadLetter } from '../e2e/support/dead-letters';
import { APPLICATION_NAME, dynamodb, outputs, sqs } from '../e2e/support/engine';
import { discard, failedChanges } from '../e2e/support/failed-changes';
import { newEmail, pool } from '../e2e/support/people';
import { newUser, putMember, putTenant, readTenant, tenantIdOf } from '../e2e/support/rows';
import { operationsOn } from '../e2e/support/scoped-operations';
import { assume, roleNamed } from '../e2e/support/scoped-role';
import { SecondListener } from '../e2e/support/second-listener';

/** Several times the usual time on a busy machine. */
const SOON_MS = 6_000;

const SOURCE = eventSources(APPLICATION_NAME);

export interface StepsProps {
  /** The events that an admin was added. */
  readonly adminUserAdded: Subscription<AdminUserAddedDetail>;
  /** The events of changes. */
  readonly changes: Subscription<{ readonly tenantId: string }>;
  /** Returns the permission with which the rule starts a state machine, by the name of the machine. */
  readonly rightToStart: (machine: string) => Permission;
  /** Returns the permission with which the rule calls a function, by the name of the function. */
  readonly rightToCall: (handler: string) => Permission;
}

export type Steps = ReturnType<typeof createSteps>;

/**
 * Each step creates its own users and tenants: functions keep the credentials of a tenant for an hour, and API Gateway keeps the
 * decision about a token for minutes.
 */
export function createSteps({ adminUserAdded, changes, rightToStart, rightToCall }: StepsProps) {
  const isActive = (tenantId: string, signal: AbortSignal) => soon('an active tenant', signal, async () =>
    (await readTenant(tenantId))?.status === TENANT_STATUS.active || undefined);
  const isAnnounced = (userId: string, signal: AbortSignal) => soon('the event that an admin was added', signal, async () =>
    (await adminUserAdded.received()).some(({ detail }) => detail.userId === userId) || undefined);

  const isPublished = (tenantId: string, detailType: DetailType, signal: AbortSignal) => soon(`the event ${detailType}`, signal, async () =>
    (await changes.received()).some((event) => event['detail-type'] === detailType && event.detail.tenantId === tenantId) || undefined);
  const isKept = async (tenantId: string, signal: AbortSignal) => {
    await discard(await soon('the failed change', signal, async () => (await failedChanges(tenantId))[0]));
  };

  return {
    signUp: step('a sign-up creates a tenant, which is announced', async (signal) => {
      const userId = await pool.signUp(newEmail(), 'Ann');
      await isActive(tenantIdOf(userId), signal);
      await isAnnounced(userId, signal);
    }),
    signUpInvited: step('a user who signs up through an invitation is recorded', async () => {
      const userId = await pool.signUp(newEmail(), 'Ann', { [INVITATION_METADATA]: 'true' });
      const { body } = expectStatus(await callSigned(outputs.AdminApiUrl, { path: `tenants/${userId}` }), 200);
      expectEqual('the note', body.invited, true);
    }),
    finishTenant: step('a repeated sign-up finishes a tenant without an admin', async (signal) => {
      const user = newUser();
      await putTenant(user.userId, TENANT_STATUS.creating);
      await publish(SOURCE.user, DETAIL_TYPE.created, user);
      await isActive(tenantIdOf(user.userId), signal);
    }),
    announceAgain: step('a repeated event of a tenant announces its admin again', async (signal) => {
      const user = newUser();
      await putTenant(user.userId, TENANT_STATUS.active);
      await putMember(user.userId, TENANT_ROLE.admin);
      await publish(SOURCE.tenant, DETAIL_TYPE.created, { ...user, tenantId: tenantIdOf(user.userId) });
      await isAnnounced(user.userId, signal);
    }),
    malformedUserEvent: step('a malformed event of a user becomes a dead letter', () => malformed(SOURCE.user)),
    malformedTenantEvent: step('a malformed event of a tenant becomes a dead letter', () => malformed(SOURCE.tenant)),
    undeliverableUserEvent: step('an event of a user that cannot start the state machine becomes a dead letter', () =>
      undelivered(rightToStart('TenancySagaCreateTenant'), SOURCE.user)),
    undeliverableTenantEvent: step('an event of a tenant that cannot start the state machine becomes a dead letter', () =>
      undelivered(rightToStart('TenancySagaAddFirstAdmin'), SOURCE.tenant)),
    undeliverableChange: step('an event of a changed user that cannot reach its function becomes a dead letter', () =>
      undelivered(rightToCall('TenancyMemberProfilesHandler'), SOURCE.user, DETAIL_TYPE.changed)),

    signIn: step('the token of a member has their tenant', async () => {
      await newMember();
    }),
    healSignUp: step('a user without a tenant has one after a sign-in', async (signal) => {
      const email = newEmail();
      const userId = await pool.createByAdministrator(email);
      await pool.signIn(email);
      await isActive(tenantIdOf(userId), signal);
    }),
    askAdminApi: step('a service asks the admin API', async () => {
      const { userId, tenantId } = await newTenant();
      const { body } = expectStatus(await callSigned(outputs.AdminApiUrl, { path: `tenants/${userId}` }), 200);
      expectEqual('the first tenant', body.tenants[0], tenantId);
    }),
    updateProfile: step('a new name of a user reaches the membership after the next sign-in', async (signal) => {
      const email = newEmail();
      const userId = await pool.signUp(email, 'Ann');
      await isActive(tenantIdOf(userId), signal);
      await pool.cognito.send(new AdminUpdateUserAttributesCommand({
        UserPoolId: outputs.UserPoolId, Username: email, UserAttributes: [{ Name: 'name', Value: 'Anna' }],
      }));
      await pool.signIn(email);
      await soon('the new name', signal, async () => {
        const { body } = await callSigned(outputs.AdminApiUrl, { path: `memberships?email=${encodeURIComponent(email)}` });
        return body.memberships.some(({ name }: { name: string }) => name === 'Anna') || undefined;
      });
    }),
    malformedChange: step('a malformed event of a changed user becomes a dead letter, after three tries', async () => {
      await takeDeadLetter(await publish(SOURCE.user, DETAIL_TYPE.changed, {}), 3 * SOON_MS);
    }),
    // One after another: during a call, other calls do not see the letters that it has received.
    repairChange: step('an operator retries the update of a changed user', async () => {
      const event = { 'id': randomUUID(), 'source': SOURCE.user, 'detail-type': DETAIL_TYPE.changed, 'detail': { userId: randomUUID(), userName: randomUUID() } };
      const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: outputs.DeadLetterQueueUrl, MessageBody: JSON.stringify(event) }));
      const { body } = expectStatus(await repair({ messageIds: [MessageId!] }), 200);
      expectEqual('the outcome', outcomeOf(body, MessageId!), REPAIR_OUTCOME.started);
    }),
    repair: step('an operator reads a dead letter, restarts both machines, and finishes an abandoned tenant', async (signal) => {
      const [user, owner, forgotten] = [newUser(), newUser(), newUser()];
      const { messageId } = await putLetter('CreateTenant', SOURCE.user, user);
      const { body } = expectStatus(await repair({ messageIds: [messageId], dryRun: true }), 200);
      expectEqual('the outcome', outcomeOf(body, messageId), REPAIR_OUTCOME.found);
      await putTenant(owner.userId, TENANT_STATUS.creating);
      const { messageId: second } = await putLetter('AddFirstAdmin', SOURCE.tenant, { ...owner, tenantId: tenantIdOf(owner.userId) });
      await putTenantLeftBehind(forgotten.userId);
      const { body: report } = expectStatus(await repair({}), 200);
      for (const id of [messageId, second]) {
        expectEqual('the outcome', outcomeOf(report, id), REPAIR_OUTCOME.started);
      }
      for (const { userId } of [user, owner, forgotten]) await isActive(tenantIdOf(userId), signal);
    }),
    publishName: step('a new name of a tenant is published', async (signal) => {
      const { userId } = newUser();
      await putTenant(userId, TENANT_STATUS.active);
      await setName(tenantIdOf(userId), 'Ann and Sons');
      await isPublished(tenantIdOf(userId), DETAIL_TYPE.renamed, signal);
    }),
    publishMember: step('a new member is published', async (signal) => {
      const { userId } = newUser();
      await putMember(userId, TENANT_ROLE.member);
      await isPublished(tenantIdOf(userId), DETAIL_TYPE.memberAdded, signal);
    }),
    publishRemoval: step('the end of a membership is published', async (signal) => {
      const { userId } = newUser();
      const tenantId = tenantIdOf(userId);
      await putMember(userId, TENANT_ROLE.member);
      await dynamodb.send(new DeleteCommand({ TableName: outputs.UsersTableName, Key: { tenantid: tenantId, userid: userId } }));
      await isPublished(tenantId, DETAIL_TYPE.memberRemoved, signal);
    }),
    publishInvitation: step('a new invitation is published', async (signal) => {
      const tenantId = tenantIdOf(randomUUID());
      await putInvitation(tenantId);
      await isPublished(tenantId, DETAIL_TYPE.invitationCreated, signal);
    }),
    keepUnreadableChange: step('a change that cannot be read is kept', async (signal) => {
      const tenantid = tenantIdOf(randomUUID());
      await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item: { tenantid, userid: randomUUID() } }));
      await isKept(tenantid, signal);
    }),
    keepRefusedChange: step('a change that the bus refuses permanently is kept', async (signal) => {
      const listener = await SecondListener.onRefusingBus(outputs.UsersTableName, { MaximumRetryAttempts: 0 });
      try {
        const { userId } = newUser();
        await putMember(userId, TENANT_ROLE.member);
        await isKept(tenantIdOf(userId), signal);
      } finally {
        await listener.end();
      }
    }),
    ...TENANT_STEPS,
    ...LIFECYCLE_STEPS,

    addDevice: step('a member adds a device', async () => {
      const { tenantId, token } = await newMember();
      expectStatus(await call(outputs.ApiUrl, { method: 'POST', path: `tenant/${tenantId}/devices`, body: { name: 'Thermometer' } }, token), 201);
    }),
    listDevices: step('a member lists the devices', async () => {
      const { tenantId, token } = await newMember();
      await putDevice(tenantId);
      const { body } = expectStatus(await call(outputs.ApiUrl, { path: `tenant/${tenantId}/devices` }, token), 200);
      expectEqual('the number of devices', body.devices.length, 1);
    }),
    readDevice: step('a member reads a device', async () => {
      const { tenantId, token } = await newMember();
      expectStatus(await call(outputs.ApiUrl, { path: `tenant/${tenantId}/devices/${await putDevice(tenantId)}` }, token), 200);
    }),
    useGrantedRows: step('a function of the team uses the rows of a tenant in every granted way', useGrantedRows),
    assumeUserRole: step('a function of the team assumes the role for a user', async () => {
      await assume(await roleNamed('TenancyIsolationUserRole'), { [SESSION_TAG.userId]: randomUUID() });
    }),
  };
}

function soon<T>(what: string, signal: AbortSignal, ask: () => Promise<T | undefined>, withinMs = SOON_MS): Promise<T> {
  return eventually(what, () => {
    signal.throwIfAborted();
    return ask();
  }, withinMs);
}

/** Publishes a malformed event, which the state machine makes a dead letter. */
async function malformed(source: string): Promise<void> {
  const { error } = await takeDeadLetter(await publish(source, DETAIL_TYPE.created, {}), SOON_MS);
  expectEqual('the error in the dead letter', error, DEAD_LETTER_ERROR.malformedEvent);
}

/** Publishes an event without the right of the rule to start its state machine or call its function. The rule makes the event a dead letter. */
async function undelivered(right: Permission, source: string, detailType: DetailType = DETAIL_TYPE.created): Promise<void> {
  await right.take();
  try {
    const { error } = await takeDeadLetter(await publish(source, detailType, {}), SOON_MS);
    expectEqual('the error in the dead letter', error, undefined);
  } finally {
    await right.giveBack();
  }
}

/** Puts a dead letter into the queue, like one of a state machine. */
async function putLetter(machine: string, source: string, detail: object) {
  const letter: DeadLetter = {
    event: { 'id': randomUUID(), source, 'detail-type': DETAIL_TYPE.created, detail },
    error: 'States.Timeout',
    cause: '',
    state: 'Put tenant',
    stateMachine: await stateMachineNamed(`TenancySaga${machine}`),
    execution: '',
    failedAt: new Date().toISOString(),
  };
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: outputs.DeadLetterQueueUrl, MessageBody: JSON.stringify(letter) }));
  return { messageId: MessageId! };
}

/** Writes a tenant whose event was lost an hour ago. */
async function putTenantLeftBehind(ownerid: string): Promise<void> {
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const tenantid = tenantIdOf(ownerid);
  const Item: TenantItem = {
    tenantid,
    name: 'Ada',
    status: TENANT_STATUS.creating,
    statusshard: statusShard(TENANT_STATUS.creating, tenantid),
    ownerid,
    version: 1,
    createdat: anHourAgo,
    updatedat: anHourAgo,
    creation: { email: 'ada@example.com', userName: ownerid, name: 'Ada' },
  };
  await dynamodb.send(new PutCommand({ TableName: outputs.TenantsTableName, Item }));
}

async function setName(tenantId: string, name: string): Promise<void> {
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    UpdateExpression: 'SET #name = :name',
    ExpressionAttributeNames: { '#name': TENANT_ATTRIBUTE.name },
    ExpressionAttributeValues: { ':name': name },
  }));
}

/** All operations that `grantReadWriteRows` allows. The functions of the example use some of them only. */
async function useGrantedRows(): Promise<void> {
  const tenantId = randomUUID();
  const rows = new DynamoDBClient({ credentials: await assume(outputs.TenantRoleArn, { [SESSION_TAG.tenantId]: tenantId }) });
  for (const { send } of operationsOn(tenantId).filter(({ isAllowedOnOwnRows }) => isAllowedOnOwnRows)) {
    await send(rows, outputs.DevicesTableName, tenantId);
  }
}
