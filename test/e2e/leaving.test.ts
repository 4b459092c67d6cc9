/** The procedures of docs/leaving.md, with the CDK CLI, in a separate stack. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { OwnApp } from './own-app/own-app';
import { OwnStack } from './support/own-stack';
import { newEmail } from './support/people';
import type { Outputs } from '../../local/app/outputs';
import { call } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { type Tokens, UserPoolClient } from '../../local/client/user-pool';
import { CLAIM } from '../../src/contract/claims';

const DOCUMENT = readFileSync(path.join(__dirname, '..', '..', 'docs', 'leaving.md'), 'utf8');

/** The program in the document. */
const [, KEPT_PROGRAM] = /```js\n([^`]+)```/.exec(DOCUMENT)!;

const DETACHED: Omit<OwnApp, 'stackName'> = { userPoolTriggers: false };

// Six or seven deployments with the CDK CLI.
jest.setTimeout(600_000);

let stack: OwnStack;
beforeEach(() => {
  stack = new OwnStack();
});
afterEach(() => stack.forget());

/** Deletes the stack. Returns the retained resources in the format of `cdk import`. */
async function destroyAndWriteDown(app: Omit<OwnApp, 'stackName'>): Promise<string> {
  const { id } = await stack.status();
  await stack.destroy(app);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--eval', KEPT_PROGRAM], {
    input: JSON.stringify({ StackEvents: await stack.events(id) }), encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

async function comeBack(mapping: string): Promise<Outputs> {
  await stack.import(DETACHED, mapping);
  return stack.deploy();
}

/** Deletes the stack with all resources, as the document describes. */
async function deleteAll(userPoolId: string): Promise<void> {
  await stack.deploy({ removalPolicy: 'DESTROY' });
  await stack.destroy({ removalPolicy: 'DESTROY' });
  const { name } = await new CognitoIdentityProviderClient({}).send(new DescribeUserPoolCommand({ UserPoolId: userPoolId })).catch((error) => error);
  expect(name).toBe('ResourceNotFoundException');
}

function clientOf({ UserPoolId, UserPoolClientId }: Outputs): UserPoolClient {
  return new UserPoolClient({ UserPoolId, UserPoolClientId });
}

function signInWithTenant(pool: UserPoolClient, email: string): Promise<Tokens> {
  return eventually('a token with a tenant', async () => {
    const tokens = await pool.signIn(email);
    return tokens.claims[CLAIM.tenant] === undefined ? undefined : tokens;
  });
}

test('users can sign in while the stack is deleted, and find their tenants with the same client when it is back', async () => {
  const first = await stack.deploy();
  const pool = clientOf(first);
  const [ann, ben] = [newEmail(), newEmail()];
  await pool.signUp(ann, 'Ann');
  const { claims: { [CLAIM.tenant]: tenantId } } = await signInWithTenant(pool, ann);

  await stack.deploy(DETACHED);
  expect((await pool.signIn(ann)).claims).not.toHaveProperty(CLAIM.tenant);
  const mapping = await destroyAndWriteDown(DETACHED);

  expect((await pool.signIn(ann)).claims).not.toHaveProperty(CLAIM.tenant);
  await pool.signUp(ben, 'Ben');

  const second = await comeBack(mapping);

  for (const name of ['UserPoolId', 'UserPoolClientId', 'TenantsTableName', 'UsersTableName', 'InvitationsTableName', 'FailedChangesBucketName']) {
    expect(`${name} ${second[name]}`).toBe(`${name} ${first[name]}`);
  }
  const { claims, accessToken } = await signInWithTenant(pool, ann);
  expect(claims).toMatchObject({ [CLAIM.tenant]: tenantId, [CLAIM.role]: 'admin' });
  expect(await call(second.ApiUrl, { path: `tenant/${tenantId}` }, accessToken)).toMatchObject({ status: 200, body: { status: 'active' } });
  // Ben signed up while no function received it.
  expect((await signInWithTenant(pool, ben)).claims[CLAIM.tenant]).not.toBe(tenantId);

  await deleteAll(second.UserPoolId);
});

test('sign-ins fail after a deletion that left the triggers in the pool, until the stack is back', async () => {
  const first = await stack.deploy();
  const pool = clientOf(first);
  const ann = newEmail();
  await pool.signUp(ann, 'Ann');
  const { claims: { [CLAIM.tenant]: tenantId } } = await signInWithTenant(pool, ann);

  const mapping = await destroyAndWriteDown({});
  await expect(pool.signIn(ann)).rejects.toThrow();

  const second = await comeBack(mapping);
  expect((await signInWithTenant(pool, ann)).claims[CLAIM.tenant]).toBe(tenantId);

  await deleteAll(second.UserPoolId);
});
