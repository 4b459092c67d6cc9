/** How soon rights end, on the routes of the tenancy and of the team, and what the authorizer can read to decide about it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { outputs } from './support/engine';
import { type Customer, newCustomer, newMember } from './support/people';
import { signedAgain } from './support/pool-key';
import { assume, roleNamed } from './support/scoped-role';
import { call, callSigned } from '../../local/client/api';
import { DEFAULT_FRESHNESS_SECONDS } from '../../src/contract/freshness';

jest.setTimeout(90_000);

const asOperator = async (method: string, path: string, body?: object) => callSigned(outputs.AdminApiUrl, { method, path, body });

const memberPath = ({ tenantId, userId }: Customer) => `tenant/${tenantId}/members/${userId}`;

const statusOf = async (path: string, token: string) => (await call(outputs.ApiUrl, { path }, token)).status;

describe('after a right has ended', () => {
  const ENDED: Readonly<Record<string, (caller: Customer) => Promise<{ readonly status: number }>>> = {
    'a removed member': async (caller) => asOperator('DELETE', memberPath(caller)),
    'a member of a suspended tenant': async ({ tenantId }) => asOperator('PUT', `tenant/${tenantId}/suspension`, { reason: 'Not paid' }),
    'a member of a closed tenant': async ({ tenantId }) => asOperator('PUT', `tenant/${tenantId}/closure`),
  };

  interface Former {
    readonly person: Customer;
    readonly endedAt: number;
    /** The same token with another id, about which API Gateway keeps no decision. */
    readonly another: string;
  }

  const former = new Map<string, Former>();

  beforeAll(async () => {
    for (const [name, end] of Object.entries(ENDED)) {
      const person = await newMember((await newCustomer()).tenantId);
      const another = await signedAgain(person.tokens.accessToken, { jti: randomUUID() });
      expect(await statusOf(`tenant/${person.tenantId}/devices`, person.tokens.accessToken)).toBe(200);
      expect((await end(person)).status).toBeLessThan(300);
      former.set(name, { person, endedAt: Date.now(), another });
    }
  });

  describe.each(Object.keys(ENDED))('%s', (name) => {
    test.each(['', '/members', '/devices'])('is refused at once by GET /tenant/{tenantId}%s if API Gateway keeps no decision', async (below) => {
      const { person, another } = former.get(name)!;
      expect(await statusOf(`tenant/${person.tenantId}${below}`, another)).toBe(403);
    });

    test("is still accepted by the user's own routes", async () => {
      const { person, another } = former.get(name)!;
      expect(await statusOf(`tenants/${person.userId}`, another)).toBe(200);
    });
  });

  test('nobody is let in by a route of the team for longer than the freshness, also from the cache', async () => {
    const late = await Promise.all([...former.values()].map(async ({ person, endedAt }) => {
      let [lastAccepted, status] = [endedAt, 200];
      while (status === 200) {
        const startedAt = Date.now();
        status = await statusOf(`tenant/${person.tenantId}/devices`, person.tokens.accessToken);
        if (status === 200) lastAccepted = startedAt;
        await wait(500);
      }
      expect(status).toBe(403);
      return lastAccepted - endedAt;
    }));

    expect(Math.max(...late)).toBeLessThanOrEqual(DEFAULT_FRESHNESS_SECONDS * 1_000);
  });
});

test('a demoted admin has the rights of a member, and a promoted member those of an admin, with the same token', async () => {
  const ann = await newCustomer();
  const max = await newMember(ann.tenantId);
  const invitations = `tenant/${ann.tenantId}/invitations`;
  const read = async ({ tokens }: Customer) => statusOf(invitations, await signedAgain(tokens.accessToken, { jti: randomUUID() }));
  expect([await read(ann), await read(max)]).toEqual([200, 403]);

  expect(await asOperator('PUT', memberPath(max), { role: 'admin' })).toMatchObject({ status: 200 });
  expect(await asOperator('PUT', memberPath(ann), { role: 'member' })).toMatchObject({ status: 200 });

  expect([await read(ann), await read(max)]).toEqual([403, 200]);
});

describe('the role of the authorizer', () => {
  let ann: Customer;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    ann = await newCustomer();
    const credentials = await assume(await roleNamed('TenancyAuthorizerHandlerRole'), {});
    client = DynamoDBDocumentClient.from(new DynamoDBClient({ credentials }));
  });

  const keys = () => [{ tenantid: ann.tenantId, userid: ann.userId }];
  const batch = (projection: object) => new BatchGetCommand({ RequestItems: { [outputs.UsersTableName]: { Keys: keys(), ...projection } } });

  test('reads the role of a membership', async () => {
    const { Responses } = await client.send(batch({ ProjectionExpression: '#role', ExpressionAttributeNames: { '#role': 'role' } }));
    expect(Responses).toEqual({ [outputs.UsersTableName]: [{ role: 'admin' }] });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a whole membership', async () => client.send(batch({}))],
    ['an email address', async () => client.send(batch({ ProjectionExpression: 'email' }))],
    ['a name beside the role', async () => client.send(batch({ ProjectionExpression: '#name, #role', ExpressionAttributeNames: { '#name': 'name', '#role': 'role' } }))],
    ['the name of a tenant', async () => client.send(new BatchGetCommand({
      RequestItems: {
        [outputs.TenantsTableName]: { Keys: [{ tenantid: ann.tenantId }], ProjectionExpression: '#name', ExpressionAttributeNames: { '#name': 'name' } },
      },
    }))],
    ['a device', async () => client.send(new BatchGetCommand({
      RequestItems: { [outputs.DevicesTableName]: { Keys: [{ tenantid: ann.tenantId, deviceid: 'any' }], ProjectionExpression: 'tenantid' } },
    }))],
    ['a role by another operation', async () => client.send(new GetCommand({
      TableName: outputs.UsersTableName, Key: keys()[0], ProjectionExpression: '#role', ExpressionAttributeNames: { '#role': 'role' },
    }))],
    ['the members of a tenant', async () => client.send(new QueryCommand({
      TableName: outputs.UsersTableName, KeyConditionExpression: 'tenantid = :t', ExpressionAttributeValues: { ':t': ann.tenantId }, ProjectionExpression: 'userid',
    }))],
    ['all tenants', async () => client.send(new ScanCommand({ TableName: outputs.TenantsTableName, ProjectionExpression: 'tenantid' }))],
    ['a write', async () => client.send(new UpdateCommand({
      TableName: outputs.UsersTableName, Key: keys()[0], UpdateExpression: 'SET #role = :admin', ExpressionAttributeNames: { '#role': 'role' }, ExpressionAttributeValues: { ':admin': 'admin' },
    }))],
  ])('is denied: %s', async (_, attempt) => {
    await expect(attempt()).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
  });
});
