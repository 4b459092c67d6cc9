import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { FUNCTION_ENVIRONMENTS } from './function-environments';
import { buildFunctions, FUNCTION_NAMES } from '../../scripts/bundle/functions';

/** Highest size of each bundle, in bytes: a few percent above the size of today. Each start of a function reads and compiles its bundle. */
const SIZE_LIMITS: Record<string, number> = {
  'additional-tenants': 362_000,
  'admin-api': 303_000,
  'admin-notices': 440_000,
  'audit-archiver': 350_000,
  'audit-reader': 370_000,
  'audit-writer': 538_000,
  'authorizer': 88_000,
  'change-events': 448_000,
  'deletion-sweep': 293_000,
  'export-administration': 545_000,
  'export-worker': 578_000,
  'former-members': 227_000,
  'invitations': 478_000,
  'invited': 368_000,
  'member-profiles': 300_000,
  'pre-token': 235_000,
  'saga-repair': 360_000,
  'sign-up': 280_000,
  'tenant-administration': 435_000,
  'tenant-api': 407_000,
  'tenant-closure': 391_000,
  'tenant-erasure': 503_000,
  'tenant-exports': 557_000,
  'tenant-lookup': 267_000,
  'user-erasure': 440_000,
  'user-sessions': 345_000,
};

/** Packages that no function needs at run time. One careless import brings all of a package into a bundle. */
const ABSENT = [
  // Lambda has environment credentials only.
  '@aws-sdk/credential-provider-node', '@aws-sdk/credential-provider-ini', '@aws-sdk/credential-provider-sso', '@aws-sdk/nested-clients',
  // The functions only use zod/mini.
  'zod/v4/locales', 'zod/v4/classic',
  // A metric is one line.
  '@aws-lambda-powertools/metrics',
  // The schemas of bodies are compiled at build time.
  'ajv/dist/compile', 'ajv/dist/core', 'fast-uri',
];

let directory: string;
let metafile: Metafile;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bundles-'));
  metafile = await buildFunctions(directory);
// Bundling takes two seconds, but longer on a busy machine.
}, 60_000);

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
    expect(statSync(file).size).toBeLessThan(SIZE_LIMITS[name]);
  });

  test('contains no package that is needless at run time', () => {
    const [, { inputs }] = Object.entries(metafile.outputs).find(([output]) => output.endsWith(`/${name}/index.mjs`))!;
    const contained = Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0);
    expect(contained.filter((input) => ABSENT.some((absent) => input.includes(`node_modules/${absent}`)))).toEqual([]);
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
