/** A service that accepts connections and never answers, as in an outage. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../src/runtime/aws/document-client';
import { createEventBridgeClient } from '../../../src/runtime/aws/event-bridge-client';
import { createStsClients } from '../../../src/runtime/aws/sts-client';
import { perTenant } from '../../../src/runtime/library/scoped-clients';
import { createUserCreatedPublisher } from '../../../src/runtime/users/user-created';

let server: Server;
const sockets = new Set<Socket>();
let requests = 0;
const environment = process.env;

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', () => requests++).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env = {
    ...environment,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
});

afterAll(async () => {
  process.env = environment;
  sockets.forEach((socket) => socket.destroy());
  await new Promise((resolve) => server.close(resolve));
});

/** The time until a request fails, in milliseconds, and the number of its attempts. */
async function failureOf(request: () => Promise<unknown>) {
  requests = 0;
  const start = performance.now();
  const error = await request().then(() => undefined, (reason: Error) => reason);
  return { error, milliseconds: performance.now() - start, requests };
}

test('the publisher of sign-ups gives up after two attempts, before the 5 seconds of Cognito are over', async () => {
  const publish = createUserCreatedPublisher({ eventBridge: createEventBridgeClient(), applicationName: 'shop', eventBusName: 'bus' });
  const failure = await failureOf(async () => publish({ email: '', userName: 'ada', name: 'Ada' }));

  expect(failure).toMatchObject({ error: { name: 'TimeoutError' }, requests: 2 });
  expect(failure.milliseconds).toBeLessThan(4_500);
  expect(failure.milliseconds).toBeGreaterThan(2_900);
}, 20_000);

async function requestCredentials(regions: string): Promise<unknown> {
  process.env.TENANCY_STS_REGIONS = regions;
  return perTenant({ sts: createStsClients({ count: () => undefined }), createClient: (credentials) => credentials, roleArn: 'arn:aws:iam::123456789012:role/tenant' }).forId('t1')();
}

test.each<[string, () => Promise<unknown>]>([
  ['DynamoDB', async () => createDocumentClient().send(new GetCommand({ TableName: 'tenants', Key: { tenantid: 't1' } }))],
  ['STS', async () => requestCredentials('none')],
  ['STS in the nearest Regions', async () => requestCredentials('us-east-2,us-west-2,us-west-1')],
])('a request to %s fails after three attempts, within 9 seconds', async (_, request) => {
  const failure = await failureOf(request);

  expect(failure).toMatchObject({ error: { name: 'TimeoutError' }, requests: 3 });
  expect(failure.milliseconds).toBeLessThan(9_000);
  expect(failure.milliseconds).toBeGreaterThan(5_900);
}, 20_000);
