/** The replacement for DynamoDB of the benchmarks, which `npm test` does not run. */
import { request } from 'node:http';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type Store, startStore, storeEnvironment } from '../../bench/store/start';

let store: Store;

beforeAll(async () => {
  store = await startStore({ tenants: 1, members: 1 }, new AbortController().signal);
}, 300_000);

afterAll(async () => store?.end());

test('answers programs', async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = storeEnvironment(store.endpoint);
  const client = new DynamoDBClient({
    endpoint: store.endpoint, region: AWS_REGION, credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });

  expect((await client.send(new ListTablesCommand())).TableNames).not.toEqual([]);
});

test.each<[string, Record<string, string>]>([
  ['a script of a website', { origin: 'https://attacker.example' }],
  ['a website without a script', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
])('refuses %s', async (_, headers) => {
  const status = await new Promise((resolve, reject) => {
    request(`${store.endpoint}/_ministack/health`, { headers }, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
  });
  expect(status).toBe(403);
});
