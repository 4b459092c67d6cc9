/** A service that accepts connections and never answers, as in an outage. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../src/runtime/aws/document-client';
import { createEventBridgeClient } from '../../../src/runtime/aws/event-bridge-client';
import { createStsClients } from '../../../src/runtime/aws/sts-client';
import { perTenant } from '../../../src/runtime/library/scoped-clients';
import { createUserCreatedPublisher } from '../../../src/runtime/users/user-created';

/** The requests, by a text that is in each of their attempts and in no other request. */
const REQUESTS = {
  'AWSEvents.PutEvents': async () => createUserCreatedPublisher({ eventBridge: createEventBridgeClient(), applicationName: 'shop', eventBusName: 'bus' })(
    { email: '', userName: 'ada', name: 'Ada' },
  ),
  'DynamoDB_20120810.GetItem': async () => createDocumentClient().send(new GetCommand({ TableName: 'tenants', Key: { tenantid: 't1' } })),
  'role%2Fof-own-region': async () => requestCredentials('of-own-region', 'none'),
  'role%2Fof-nearest-regions': async () => requestCredentials('of-nearest-regions', 'us-east-2,us-west-2,us-west-1'),
};
type Mark = keyof typeof REQUESTS;

interface Failure {
  readonly error: unknown;
  /** The time until the request failed. */
  readonly milliseconds: number;
  /** The number of attempts. */
  readonly requests: number;
}

let server: Server;
const sockets = new Set<Socket>();
let received = '';
const environment = process.env;
let failures: ReadonlyMap<Mark, Failure>;

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (data) => { received += data.toString(); }).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env = {
    ...environment,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  // All at the same time, because each takes seconds.
  failures = new Map(await Promise.all((Object.keys(REQUESTS) as Mark[]).map(async (mark) => [mark, await failureOf(mark)] as const)));
}, 20_000);

afterAll(async () => {
  process.env = environment;
  sockets.forEach((socket) => socket.destroy());
  await new Promise((resolve) => server.close(resolve));
});

async function failureOf(mark: Mark): Promise<Failure> {
  const start = performance.now();
  const error = await REQUESTS[mark]().then(() => undefined, (reason: unknown) => reason);
  return { error, milliseconds: performance.now() - start, requests: received.split(mark).length - 1 };
}

async function requestCredentials(role: string, regions: string): Promise<unknown> {
  process.env.TENANCY_STS_REGIONS = regions;
  return perTenant({ sts: createStsClients({ count: () => undefined }), createClient: (credentials) => credentials, roleArn: `arn:aws:iam::123456789012:role/${role}` }).forId('t1')();
}

test('the publisher of sign-ups gives up after two attempts, before the 5 seconds of Cognito are over', () => {
  const failure = failures.get('AWSEvents.PutEvents')!;

  expect(failure).toMatchObject({ error: { name: 'TimeoutError' }, requests: 2 });
  expect(failure.milliseconds).toBeLessThan(4_500);
  expect(failure.milliseconds).toBeGreaterThan(2_900);
});

test.each<[string, Mark]>([
  ['DynamoDB', 'DynamoDB_20120810.GetItem'],
  ['STS', 'role%2Fof-own-region'],
  ['STS in the nearest Regions', 'role%2Fof-nearest-regions'],
])('a request to %s fails after three attempts, within 9 seconds', (_, mark) => {
  const failure = failures.get(mark)!;

  expect(failure).toMatchObject({ error: { name: 'TimeoutError' }, requests: 3 });
  expect(failure.milliseconds).toBeLessThan(9_000);
  expect(failure.milliseconds).toBeGreaterThan(5_900);
});
