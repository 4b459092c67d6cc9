/**
 * The STS clients of the functions, with the real SDK and a server in place of STS. They run in a process of their own, because the SDK does not
 * recognize errors of Node.js within Jest.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METRIC } from '../../../src/contract/metrics';
import { Program } from '../../local/fixtures/program';

const RESPONSE = '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>id</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>'
  + '<SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>';

let server: Server;
/** The Regions of the requests, from their signatures. */
let asked: string[];
/** The requests whose connection is closed instead of a response, by their number. */
let closed: readonly number[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(/\/([a-z0-9-]+)\/sts\//.exec(request.headers.authorization!)![1]);
    if (closed.includes(asked.length)) {
      request.socket.destroy();
    } else {
      request.resume().on('end', () => response.end(RESPONSE));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  ['is asked again on a new connection, and no other Region', [2], ['eu-west-1', 'eu-west-1', 'eu-west-1'], 0],
  ['is not asked a third time', [2, 3], ['eu-west-1', 'eu-west-1', 'eu-west-1', 'eu-north-1'], 1],
])('an endpoint that has closed an idle connection %s', async (_, closedRequests, regions, changes) => {
  closed = closedRequests;
  const { message } = await new Program('test/runtime/fixtures/two-sessions.ts', [], {
    ...process.env,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    TENANCY_STS_REGIONS: 'eu-north-1',
    NODE_NO_WARNINGS: '1',
  }).end();

  expect(asked).toEqual(regions);
  expect(message).toBe(JSON.stringify(Array(changes).fill(METRIC.stsRegionChanged)));
});
