/** The commands of docs/operations.md, run as an operator copies them: in bash, with curl and jq. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { outputs } from './support/engine';
import { refreshed } from './support/members';
import { newCustomer, newEmail, pool } from './support/people';
import { readTenant } from './support/rows';
import { call } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { CLAIM } from '../../src/contract/claims';
import type { ExportManifest } from '../../src/contract/exports';

const RUNBOOK = readFileSync(path.join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');

const [FUNCTIONS] = blocksOf(RUNBOOK);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'runbook-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The commands of a text, block by block. */
function blocksOf(text: string): string[] {
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands]) => commands);
}

/** The blocks of commands below a heading. */
function recipe(heading: string): string[] {
  return blocksOf(RUNBOOK.split(`\n## ${heading}\n`)[1].split('\n## ')[0]);
}

/**
 * Runs commands in the shell of an operator, with the function from the beginning of the runbook.
 *
 * @returns what the commands print
 */
async function run(commands: string, variables: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', `${FUNCTIONS}\n${commands}`], {
    cwd: directory,
    env: { ...process.env, CURL_CA_BUNDLE: process.env.AWS_CA_BUNDLE, OPERATOR_URL: outputs.AdminApiUrl, ...variables },
  });
  expect(stderr).toBe('');
  return stdout;
}

test('gives a tenant another admin, and removes the one who has left', async () => {
  const [change, remove, ...others] = recipe('Give a tenant another admin');
  const ann = await newCustomer('Ann');
  const email = newEmail();
  const variables = { TENANT_ID: ann.tenantId, USER_ID: await pool.createByAdministrator(email), EMAIL: email, FORMER_USER_ID: ann.userId };

  expect(await run(change, variables)).toContain(ann.userId);
  expect((await pool.signIn(email)).claims).toMatchObject({ [CLAIM.tenant]: ann.tenantId, [CLAIM.role]: 'admin' });
  await run(remove, variables);

  expect((await pool.signIn(ann.email)).claims[CLAIM.tenant]).not.toBe(ann.tenantId);
  expect(others).toEqual([]);
});

test('suspends a tenant, and ends the suspension', async () => {
  const [block, ...others] = recipe('Suspend a tenant');
  const [suspend, ...rest] = block.trimEnd().split('\n');
  const ann = await newCustomer('Ann');
  const variables = { TENANT_ID: ann.tenantId };

  expect(JSON.parse(await run(suspend, variables))).toMatchObject({ status: 'suspended', statusChange: { reason: 'Invoice 4711 is not paid' } });
  expect((await pool.signIn(ann.email)).claims[CLAIM.tenant]).toBeUndefined();
  const shown = await run(rest.join('\n'), variables);

  expect(shown.match(new RegExp(`"tenantId":"${ann.tenantId}"[^}]*"status":"suspended"`, 'g'))).toHaveLength(2);
  expect((await pool.signIn(ann.email)).claims[CLAIM.tenant]).toBe(ann.tenantId);
  expect(others).toEqual([]);
});

test('exports a tenant, and downloads all of its files', async () => {
  const [request, download, ...others] = recipe('Export the data of a tenant');
  const ann = await newCustomer('Ann');
  const variables = { TENANT_ID: ann.tenantId };

  // A later block has the variables of an earlier one.
  const [status, EXPORT_ID] = (await run(`${request}echo "$EXPORT_ID"`, variables)).trim().split('\n');
  expect(status).toBe('succeeded');
  const checked = await run(download, { ...variables, EXPORT_ID });

  const folder = path.join(directory, 'export');
  const { tenantId, sources }: ExportManifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const files = sources.flatMap((source) => source.files);
  expect(tenantId).toBe(ann.tenantId);
  expect(readdirSync(folder).sort()).toEqual(['manifest.json', ...files.map(({ name }) => name)].sort());
  for (const { name, sha256 } of files) {
    expect(createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex')).toBe(sha256);
    expect(checked).toContain(`export/${name}: OK`);
  }
  expect(others).toEqual([]);
});

test('lists the tenants with their numbers of members as CSV', async () => {
  const [list, ...others] = recipe('List the tenants with their numbers of members');
  const ann = await newCustomer('Ann');

  const lines = (await run(list, {})).trimEnd().split('\n');

  expect(lines.filter((line) => line.startsWith(`"${ann.tenantId}",`))).toEqual([
    expect.stringMatching(new RegExp(`^"${ann.tenantId}","Ann","active","${ann.userId}",1,"20[^"]+Z"$`)),
  ]);
  expect(others).toEqual([]);
});

test('ends the sessions of a person', async () => {
  const [end, ...others] = recipe('End the sessions of a person');
  const ann = await newCustomer('Ann');
  const { accessToken } = await pool.signIn(ann.email);

  expect(await run(end, { USER_ID: ann.userId })).toBe('{"account":"signedOut"}\n');

  expect(await call(outputs.ApiUrl, { method: 'GET', path: `tenants/${ann.userId}` }, accessToken)).toMatchObject({ status: 401 });
  expect(others).toEqual([]);
});

test('closes and restores a tenant, deletes it, and proves that it is deleted', async () => {
  const [closeAndRestore, erase, prove, ...others] = recipe('Close and delete a tenant');
  const ann = await newCustomer('Ann');
  const variables = { TENANT_ID: ann.tenantId };

  expect(await run(closeAndRestore, variables)).toMatch(/"status":"closing".*"status":"active"/s);
  expect((await refreshed(ann)).tenantId).toBe(ann.tenantId);
  expect(await run(erase, variables)).toMatch(/"status":"closing".*"started":[1-9]/s);
  await eventually('a tombstone', async () => ((await readTenant(ann.tenantId))?.status === 'deleted' ? true : undefined), 60_000);
  const proof = await run(prove, variables);

  expect(proof).toContain(`"tenantId": "${ann.tenantId}"`);
  expect(proof).toContain('"name": ""');
  expect(proof).toContain('"status":404');
  expect(proof).toContain('{"members":[]}');
  expect(proof).not.toContain(ann.email);
  expect(others).toEqual([]);
});
