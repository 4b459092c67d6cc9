/** The lookup of a tenant at a sign-in by an invocation, and what the roles of both functions allow, with IAM enforced. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { outputs } from './support/engine';
import { deployFunction, type TestFunction } from './support/functions';
import { type Customer, newCustomer } from './support/people';
import type { TenantIdsOfUser, TenantLookupRequest } from '../../src/contract/api';
import { CLAIM } from '../../src/contract/claims';
import { apiEvent, preTokenEventV2 } from '../runtime/events';

const BUNDLES = path.join(__dirname, '..', '..', 'assets', 'runtime');

const lambda = new LambdaClient();
const copies: Array<TestFunction<never, unknown>> = [];

let ann: Customer;
let hook: FunctionConfiguration;
let lookup: FunctionConfiguration;

/** The function of the example's stack with this text in its name. Concurrent tests deploy other stacks. */
async function functionNamed(part: string): Promise<FunctionConfiguration> {
  const [stackName] = outputs.TenantsTableName.split('-');
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    const found = Functions.find(({ FunctionName }) => FunctionName!.startsWith(`${stackName}-`) && FunctionName!.includes(part));
    if (found !== undefined) return found;
  }
  throw new Error(`There must be a function with ${part} in its name, but there is none.`);
}

/** Deploys a function with the role and the environment of a deployed one. */
async function copyOf<Event, Outcome>(
  { Role, Runtime, Environment }: FunctionConfiguration,
  bundle: string,
  environment: Record<string, string> = {},
): Promise<TestFunction<Event, Outcome>> {
  const copy = await deployFunction<Event, Outcome>({
    Role,
    Runtime,
    Handler: 'index.handler',
    files: { 'index.mjs': readFileSync(path.join(BUNDLES, bundle, 'index.mjs')) },
    environment: { ...Environment!.Variables as Record<string, string>, ...environment },
  });
  copies.push(copy as TestFunction<never, unknown>);
  return copy;
}

beforeAll(async () => {
  [ann, hook, lookup] = await Promise.all([newCustomer(), functionNamed('PreTokenEnricherHandler'), functionNamed('AdminApiLookUpHandler')]);
});

afterAll(async () => {
  await Promise.all(copies.map((copy) => copy.remove()));
});

const signInOf = ({ userId }: Customer) => preTokenEventV2({ sub: userId, email: ann.email, name: 'Ann' });
const urlOf = (functionName: string) => hook.Environment!.Variables!.TENANCY_LOOKUP_URL.replace(lookup.FunctionName!, functionName);

test('the deployed pre-token function invokes the look-up function', () => {
  expect(hook.Environment!.Variables).toMatchObject({ TENANCY_LOOKUP: 'direct', TENANCY_LOOKUP_URL: expect.stringContaining(`/functions/${lookup.FunctionName}/`) });
});

test('the pre-token function can invoke the look-up function, and no other, even if it would return the same', async () => {
  const same = await copyOf<TenantLookupRequest, TenantIdsOfUser>(lookup, 'tenant-lookup');
  expect(await same.invoke({ userId: ann.userId })).toMatchObject({ tenants: [ann.tenantId] });

  const allowed = await copyOf<object, object>(hook, 'pre-token');
  const denied = await copyOf<object, object>(hook, 'pre-token', { TENANCY_LOOKUP_URL: urlOf(same.name) });

  expect(JSON.stringify(await allowed.invoke(signInOf(ann)))).toContain(`"${CLAIM.tenant}":"${ann.tenantId}"`);
  await expect(denied.invoke(signInOf(ann))).rejects.toThrow('Signing in is not possible at the moment');
});

test('the pre-token function cannot send requests to the admin API', async () => {
  const denied = await copyOf<object, object>(hook, 'pre-token', { TENANCY_LOOKUP: 'admin-api', TENANCY_LOOKUP_URL: adminApiUrl() });
  await expect(denied.invoke(signInOf(ann))).rejects.toThrow('Signing in is not possible at the moment');
});

test('the role of the look-up function cannot list tenants or find email addresses, even with the code of the admin API', async () => {
  const adminApi = await copyOf<object, { statusCode: number; body: string }>(lookup, 'admin-api', { TENANCY_CORS_ALLOW_ORIGINS: '' });
  const get = async (resource: string, parameters: Record<string, string> = {}, queryStringParameters: Record<string, string> | null = null) =>
    adminApi.invoke({ ...apiEvent({ method: 'GET', resource, parameters }), queryStringParameters });

  const found = await get('/tenants/{userId}', { userId: ann.userId });
  expect([found.statusCode, JSON.parse(found.body).tenants]).toEqual([200, [ann.tenantId]]);
  expect((await get('/tenants')).statusCode).toBe(500);
  expect((await get('/memberships', {}, { email: ann.email })).statusCode).toBe(500);
});

test('the look-up function returns nothing for events of the admin API', async () => {
  const copy = await copyOf<object, unknown>(lookup, 'tenant-lookup');
  await expect(copy.invoke(apiEvent({ method: 'GET', resource: '/tenants', parameters: {} }))).rejects.toThrow('userId must be the id of a user');
});

/** The URL with the host name of AWS, as functions call it. */
function adminApiUrl(): string {
  const [, id, stage] = /execute-api\/([^/]+)\/([^/]+)\//.exec(outputs.AdminApiUrl)!;
  return `https://${id}.execute-api.${outputs.Region}.amazonaws.com/${stage}/`;
}
