import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../scripts/bundle/functions';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'functions-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('removes functions that no longer exist', async () => {
  mkdirSync(join(directory, 'former-function'));
  writeFileSync(join(directory, 'former-function', 'index.mjs'), 'export const handler = () => {};');

  await buildFunctions(directory, ['authorizer', 'sign-up']);

  expect(readdirSync(directory).sort()).toEqual(['authorizer', 'sign-up']);
  expect(existsSync(join(directory, 'authorizer', 'index.mjs'))).toBe(true);
});

test('reports the bundled modules, for the notices', async () => {
  const { inputs } = await buildFunctions(directory, ['authorizer']);

  expect(Object.keys(inputs)).toContain('src/runtime/functions/authorizer/index.ts');
  expect(Object.keys(inputs).filter((name) => name.includes('node_modules/aws-jwt-verify/'))).not.toEqual([]);
});
