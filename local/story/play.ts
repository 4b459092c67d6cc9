/**
 * Plays the story of two tenants against a running deployment, and prints every step. The exit code is 0 only if every step
 * succeeds. It needs the environment of a local engine (`.local/env.sh`) and the outputs of the deployment.
 */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expectEqual, expectStatus, StepFailed, Steps } from './steps';
import { TENANT_STATUS, USER_INDEX_NAME } from '../../src/contract/attributes';
import { CLAIM } from '../../src/contract/claims';
import { DETAIL_TYPE, eventSources } from '../../src/contract/events';
import { SESSION_TAG } from '../../src/contract/isolation';
import { call, callSigned } from '../client/api';
import { eventually } from '../client/eventually';
import { type DeploymentOutputs, readOutputs } from '../client/outputs';
import { newAddress, UserPoolClient } from '../client/user-pool';

/** The application name of the example. */
const APPLICATION_NAME = 'devices';
const REPEATS = 5;

async function play(steps: Steps): Promise<void> {
  const outputs = readOutputs();
  const pool = new UserPoolClient(outputs);
  const dynamodb = new DynamoDBClient({});
  const api = outputs.ApiUrl;

  const activeTenantOf = (userId: string) => eventually(`an active tenant of user ${userId}`, async () => {
    const { Items = [] } = await dynamodb.send(new QueryCommand({
      TableName: outputs.UsersTableName,
      IndexName: USER_INDEX_NAME,
      KeyConditionExpression: 'userid = :user',
      ExpressionAttributeValues: { ':user': { S: userId } },
    }));
    return Items[0]?.tenantid?.S;
  });
  const countTenantsOf = async (userId: string) => {
    const { Count } = await dynamodb.send(new QueryCommand({
      TableName: outputs.UsersTableName,
      IndexName: USER_INDEX_NAME,
      KeyConditionExpression: 'userid = :user',
      ExpressionAttributeValues: { ':user': { S: userId } },
    }));
    return Count;
  };
  const signUp = async (name: string) => {
    const email = newAddress(name);
    const userId = await steps.step(`${name} signs up and confirms`, () => pool.signUp(email, name), (id) => `user ${id}`);
    const tenantId = await steps.step(`${name}'s tenant appears`, () => activeTenantOf(userId), (id) => `tenant ${id}`);
    const tokens = await steps.step(`${name} signs in (SRP)`, async () => {
      const result = await pool.signIn(email);
      expectEqual('the tenant claim', result.claims[CLAIM.tenant], tenantId);
      return result;
    }, ({ claims }) => `the token says tenant ${claims[CLAIM.tenant]}, role ${claims[CLAIM.role]}`);
    return { name, email, userId, tenantId, token: tokens.accessToken };
  };

  const ann = await signUp('Ann');
  const bob = await signUp('Bob');

  await steps.step('Ann reads her tenant', async () => expectStatus(await call(api, { path: `tenant/${ann.tenantId}` }, ann.token), 200),
    ({ status, body }) => `${status}, name ${JSON.stringify(body.name)}`);
  await steps.step('Ann renames her tenant', async () => expectStatus(await call(api, {
    method: 'PUT', path: `tenant/${ann.tenantId}`, body: { name: 'Ann and Sons' },
  }, ann.token), 200), ({ status, body }) => `${status}, name ${JSON.stringify(body.name)}`);
  await steps.step('Ann lists her tenants', async () => {
    const answer = expectStatus(await call(api, { path: `tenants/${ann.userId}` }, ann.token), 200);
    expectEqual('the number of tenants', answer.body.tenants.length, 1);
    return answer;
  }, ({ status, body }) => `${status}, ${body.tenants.length} tenant, role ${body.tenants[0].role}`);
  const device = await steps.step('Ann adds a device through a route of the application', async () => expectStatus(
    await call(api, { method: 'POST', path: `tenant/${ann.tenantId}/devices`, body: { name: 'Thermometer' } }, ann.token), 201),
  ({ status, body }) => `${status}, device ${body.deviceId}`);
  await steps.step('Ann lists her devices', async () => {
    const answer = expectStatus(await call(api, { path: `tenant/${ann.tenantId}/devices` }, ann.token), 200);
    expectEqual('the device', answer.body.devices[0]?.deviceId, device.body.deviceId);
    return answer;
  }, ({ status, body }) => `${status}, ${body.devices.length} device`);
  await steps.step('Ann reads her device through a function in Python', async () => expectStatus(
    await call(api, { path: `tenant/${ann.tenantId}/devices/${device.body.deviceId}` }, ann.token), 200),
  ({ status, body }) => `${status}, name ${JSON.stringify(body.name)}`);
  await steps.step('Bob lists his devices', async () => {
    const answer = expectStatus(await call(api, { path: `tenant/${bob.tenantId}/devices` }, bob.token), 200);
    expectEqual('the number of devices', answer.body.devices.length, 0);
    return answer;
  }, ({ status, body }) => `${status}, ${body.devices.length} devices`);

  await steps.step("Ann tries to read Bob's tenant", async () => expectStatus(
    await call(api, { path: `tenant/${bob.tenantId}` }, ann.token), 403), ({ status, body }) => `refused, ${status} ${body.title}`);
  await steps.step("Bob tries to read Ann's device", async () => expectStatus(
    await call(api, { path: `tenant/${ann.tenantId}/devices/${device.body.deviceId}` }, bob.token), 403),
  ({ status, body }) => `refused, ${status} ${body.title}`);
  await steps.step("A function that serves Bob tries to read Ann's device in the table", () => refusedByIam(outputs, bob.tenantId, ann.tenantId),
    (error) => `refused by IAM, ${error}`);
  await steps.step("Ann tries to rename Bob's tenant", async () => {
    const answer = expectStatus(await call(api, { method: 'PUT', path: `tenant/${bob.tenantId}`, body: { name: 'Taken over' } }, ann.token), 403);
    const { Item } = await dynamodb.send(new GetItemCommand({
      TableName: outputs.TenantsTableName, Key: { tenantid: { S: bob.tenantId } }, ConsistentRead: true,
    }));
    expectEqual("the name of Bob's tenant", Item?.name?.S, 'Bob');
    return answer;
  }, ({ status, body }) => `refused, ${status} ${body.title}, and the row is unchanged`);
  await steps.step("Ann tries to list Bob's tenants", async () => expectStatus(
    await call(api, { path: `tenants/${bob.userId}` }, ann.token), 403), ({ status, body }) => `refused, ${status} ${body.title}`);
  await steps.step('A request without a token', async () => expectStatus(
    await call(api, { path: `tenant/${ann.tenantId}` }), 401), ({ status, body }) => `refused, ${status} ${body.title}`);

  await steps.step('A service asks the admin API, signed', async () => {
    const answer = expectStatus(await callSigned(outputs.AdminApiUrl, { path: `tenants/${bob.userId}` }), 200);
    expectEqual('the first tenant', answer.body.tenants[0], bob.tenantId);
    return answer;
  }, ({ status, body }) => `${status}, tenant ${body.tenants[0]}`);
  await steps.step('A request to the admin API without a signature', async () => expectStatus(
    await call(outputs.AdminApiUrl, { path: `tenants/${bob.userId}` }), 403), ({ status, body }) => `refused, ${status} ${body.title}`);

  await steps.step(`One sign-up event is delivered ${REPEATS} times`, async () => {
    const userId = randomUUID();
    const detail = { email: 'cid@example.com', userName: userId, name: 'Cid', userId };
    const { FailedEntryCount } = await new EventBridgeClient({}).send(new PutEventsCommand({
      Entries: Array.from({ length: REPEATS }, () => ({
        EventBusName: outputs.EventBusName,
        Source: eventSources(APPLICATION_NAME).user,
        DetailType: DETAIL_TYPE.created,
        Detail: JSON.stringify(detail),
      })),
    }));
    expectEqual('the number of failed entries', FailedEntryCount, 0);
    const tenantId = await activeTenantOf(userId);
    const { Item } = await dynamodb.send(new GetItemCommand({
      TableName: outputs.TenantsTableName, Key: { tenantid: { S: tenantId } }, ConsistentRead: true,
    }));
    expectEqual('the status of the tenant', Item?.status?.S, TENANT_STATUS.active);
    // The repeated events can still be in progress when the first one has created the tenant.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expectEqual('the number of tenants', await countTenantsOf(userId), 1);
    return tenantId;
  }, (tenantId) => `one tenant, ${tenantId}`);
}

/** Reads a row of another tenant with the credentials that a function has for a tenant. @returns the error of IAM */
async function refusedByIam(outputs: DeploymentOutputs, tenantId: string, foreignTenantId: string): Promise<string> {
  const { Credentials } = await new STSClient({}).send(new AssumeRoleCommand({
    RoleArn: outputs.TenantRoleArn,
    RoleSessionName: tenantId,
    Tags: [{ Key: SESSION_TAG.tenantId, Value: tenantId }],
  }));
  const dynamodb = new DynamoDBClient({
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken!,
    },
  });
  const devicesOf = (tenant: string) => dynamodb.send(new QueryCommand({
    TableName: outputs.DevicesTableName,
    KeyConditionExpression: 'tenantid = :tenant',
    ExpressionAttributeValues: { ':tenant': { S: tenant } },
  }));
  expectEqual('the number of own devices', (await devicesOf(tenantId)).Count, 0);
  const answer = await devicesOf(foreignTenantId).catch((error: Error) => error.name);
  expectEqual('the answer', answer, 'AccessDeniedException');
  return answer as string;
}

async function main(): Promise<void> {
  const steps = new Steps();
  try {
    await play(steps);
    console.log(`\nAll ${steps.played} steps succeeded.`);
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      throw error;
    }
    console.error(`\nThe story failed at step ${steps.played}: ${error.message}.`);
    process.exitCode = 1;
  }
}

void main();
