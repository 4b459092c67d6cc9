import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTION_ENVIRONMENTS } from './function-environments';
import { buildFunctions, FUNCTION_NAMES } from '../../scripts/bundle/functions';

/** Bytes. */
const SIZE_LIMITS: Record<string, number> = { authorizer: 62_000 };
const SIZE_LIMIT = 1_000_000;

let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bundles-'));
  await buildFunctions(directory);
});

afterAll(() => rmSync(directory, { recursive: true }));

test('every function is tested here', () => {
  expect(Object.keys(FUNCTION_ENVIRONMENTS).sort()).toEqual(FUNCTION_NAMES);
});

function load(file: string, environment: Record<string, string>) {
  // Every host is this machine, where nothing listens: the network stays out.
  const program = `
    const dns = await import('node:dns');
    dns.default.lookup = (host, options, callback) => callback(Object.assign(new Error('blocked'), { code: 'ENOTFOUND' }));
    const { handler } = await import(${JSON.stringify(`file://${file}`)});
    process.exit(typeof handler === 'function' ? 0 : 3);`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
    timeout: 20_000,
  });
}

describe.each(Object.entries(FUNCTION_ENVIRONMENTS))('bundle of %s', (name, environment) => {
  let file: string;

  beforeAll(() => {
    file = join(directory, name, 'index.mjs');
  });

  test('is small', () => {
    expect(statSync(file).size).toBeLessThan(SIZE_LIMITS[name] ?? SIZE_LIMIT);
  });

  // Node.js would read all of its exports, and load undici for one of them.
  test('imports no node:http', () => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/from ?"(node:)?http"/);
  });

  test('loads without other modules and exports a handler', () => {
    const { status, stderr } = load(file, { ...environment, AWS_REGION: 'us-east-1' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('does not start without its environment, and names each variable that is missing', () => {
    const { status, stderr } = load(file, {});
    expect(status).not.toBe(0);
    expect(Object.keys(environment).filter((variable) => !stderr.includes(`${variable} is not set`))).toEqual([]);
  });
});
