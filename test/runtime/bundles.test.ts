import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT_ID, USER_POOL_ID } from './events';
import tasks from '../../.projen/tasks.json';

const OBSERVABILITY = { POWERTOOLS_SERVICE_NAME: 'app', POWERTOOLS_METRICS_NAMESPACE: 'CdkTenancy', POWERTOOLS_LOG_LEVEL: 'INFO' };
const TABLES = { TENANCY_TENANTS_TABLE_NAME: 't', TENANCY_USERS_TABLE_NAME: 'u', TENANCY_CORS_ALLOW_ORIGINS: '*' };

const LIMITS = { TENANCY_MAX_MEMBERS_PER_TENANT: '10', TENANCY_MAX_TENANTS_PER_USER: '10' };
const INVITATIONS = {
  TENANCY_INVITATIONS_TABLE_NAME: 'i',
  TENANCY_MAX_INVITATIONS_PER_TENANT: '10',
  TENANCY_MAX_MAILS: '200',
  TENANCY_INVITATION_DAYS: '7',
  TENANCY_INVITATION_URL: '',
  TENANCY_MAIL_FROM: '',
  TENANCY_PRODUCT_NAME: 'App',
};
const TENANT_ROLE_ARN = 'arn:aws:iam::123456789012:role/t';

const ENVIRONMENTS: Record<string, Record<string, string>> = {
  'admin-api': TABLES,
  // Nothing listens there, so this also shows that init succeeds without a key set.
  'authorizer': { TENANCY_USER_POOL_ID: USER_POOL_ID, TENANCY_USER_POOL_CLIENT_IDS: CLIENT_ID, TENANCY_TOKEN_USE: 'access', TENANCY_ACCESS_RULES: '24;' },
  'change-events': { TENANCY_APPLICATION_NAME: 'app', TENANCY_EVENT_BUS_NAME: 'bus', TENANCY_FAILED_CHANGES_BUCKET_NAME: 'b' },
  'member-profiles': { TENANCY_USERS_TABLE_NAME: 'u', TENANCY_USER_POOL_ID: USER_POOL_ID },
  'pre-token': {
    TENANCY_APPLICATION_NAME: 'app',
    TENANCY_ADMIN_API_URL: 'https://abc.execute-api.us-east-1.amazonaws.com/prod/',
    TENANCY_LOOKUP_FAILURE: 'deny',
    TENANCY_EVENT_BUS_NAME: '',
    TENANCY_CHANGED_USERS_BUS_NAME: '',
  },
  'sign-up': { TENANCY_APPLICATION_NAME: 'app', TENANCY_EVENT_BUS_NAME: 'bus', TENANCY_USERS_TABLE_NAME: '' },
  'saga-repair': {
    TENANCY_APPLICATION_NAME: 'app',
    TENANCY_TENANTS_TABLE_NAME: 't',
    TENANCY_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/q',
    TENANCY_EVENT_BUS_NAME: 'bus',
    TENANCY_CREATE_TENANT_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:c',
    TENANCY_ADD_FIRST_ADMIN_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:a',
    TENANCY_CORS_ALLOW_ORIGINS: '*',
  },
  'tenant-api': {
    ...TABLES,
    TENANCY_APPLICATION_NAME: 'app',
    TENANCY_ROLES: 'admin,member',
    TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN,
    TENANCY_INVITATIONS_TABLE_NAME: '',
    TENANCY_USER_ROLE_ARN: 'arn:aws:iam::123456789012:role/u',
  },
  'additional-tenants': { ...TABLES, ...LIMITS, TENANCY_APPLICATION_NAME: 'app', TENANCY_USER_POOL_ID: USER_POOL_ID },
  'tenant-administration': { ...TABLES, ...LIMITS, TENANCY_INVITATIONS_TABLE_NAME: '', TENANCY_ROLES: 'admin,member' },
  'invitations': { ...TABLES, ...INVITATIONS, TENANCY_ROLES: 'admin,member', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN },
  'invited': { ...TABLES, ...LIMITS, TENANCY_INVITATIONS_TABLE_NAME: 'i', TENANCY_USER_POOL_ID: USER_POOL_ID },
};

/** Bytes. */
const SIZE_LIMITS: Record<string, number> = { authorizer: 62_000 };
const SIZE_LIMIT = 1_000_000;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'bundles-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Bundles a function the way the project does. */
function bundle(name: string): string {
  const task = Object.entries(tasks.tasks).find(([key]) => key === `bundle:runtime/functions/${name}/index`)![1] as { steps: Array<{ execArgs: string[] }> };
  const outfile = join(directory, `${name}.mjs`);
  const [command, ...args] = task.steps[0].execArgs.map((arg) => (arg.startsWith('--outfile=') ? `--outfile=${outfile}` : arg));
  execFileSync(join('node_modules/.bin', command), [...args, '--log-level=error']);
  return outfile;
}

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

describe.each(Object.entries(ENVIRONMENTS))('bundle of %s', (name, variables) => {
  let file: string;

  beforeAll(() => {
    file = bundle(name);
  });

  test('is small', () => {
    expect(statSync(file).size).toBeLessThan(SIZE_LIMITS[name] ?? SIZE_LIMIT);
  });

  // Node.js would read all of its exports, and load undici for one of them.
  test('imports no node:http', () => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/from ?"(node:)?http"/);
  });

  test('loads without other modules and exports a handler', () => {
    const { status, stderr } = load(file, { ...OBSERVABILITY, ...variables, AWS_REGION: 'us-east-1' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each(Object.keys({ ...OBSERVABILITY, ...variables }))('does not start without %s, and names it in the error', (missing) => {
    const { [missing]: _, ...environment }: Record<string, string> = { ...OBSERVABILITY, ...variables, AWS_REGION: 'us-east-1' };
    const { status, stderr } = load(file, environment);
    expect(status).not.toBe(0);
    expect(stderr).toContain(`${missing} is not set`);
  });
});
