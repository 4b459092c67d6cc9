/** `cdk-tenancy/runtime`, as functions of an app use it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');
const NAMES = ['ProblemError', 'createAuditLog', 'perTenant', 'perUser', 'problemResult', 'stsRegions', 'tenantKey', 'tenantOf', 'userKey', 'userOf'];

/** Bytes, minified. Each bundle has 2 KB of `@smithy/core`, which the signer of `createAuditLog` needs: modules that run code when they are loaded. */
const SIZE_LIMIT = 47_500;
const SIZE_LIMIT_OF_GUARD = 25_500;

const FUNCTION = `
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { STS } from '@aws-sdk/client-sts';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { perTenant, perUser, ProblemError, problemResult, tenantOf, userOf, type TenantCaller, type TenantRole } from 'cdk-tenancy/runtime';

const rows = perTenant({ sts: new STS(), createClient: (credentials) => new DynamoDB({ credentials }) });
const users = perUser({ sts: new STS(), createClient: (credentials) => ({ dynamodb: new DynamoDB({ credentials }) }), roleArn: 'arn', maxClients: 9 });

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  try {
    const { tenantId, tenantRole }: TenantCaller = tenantOf(event, 'admin');
    const role: TenantRole = tenantRole;
    const { Count } = await rows.forRequest(event).query({ TableName: tenantId + role });
    const { dynamodb } = users.forRequest(event);
    await dynamodb.query({ TableName: userOf(event).userId });
    if (Count === 0) throw new ProblemError(404, 'There is none.', [{ field: '/x', detail: 'y' }]);
    return { statusCode: 200, body: '' };
  } catch (error) {
    return problemResult(error, { 'Access-Control-Allow-Origin': '*' });
  }
}
`;

let project: string;

/** An app that has installed the package and the other imports of the function. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'library-'));
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, 'cdk-tenancy'));
  for (const name of ['@aws-sdk', '@smithy', '@types']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
});

afterAll(() => rmSync(project, { recursive: true }));

test.each([
  ['an ES module', 'module', 'await import'],
  ['CommonJS', 'commonjs', 'require'],
])('can be loaded as %s, without other modules', (_, type, load) => {
  const names = execFileSync(process.execPath, [
    `--input-type=${type}`, '-e', `console.log(JSON.stringify(Object.keys(${load}('cdk-tenancy/runtime')).sort()))`,
  ], { cwd: project, encoding: 'utf8' });

  expect(JSON.parse(names)).toEqual(NAMES);
});

test.each([
  ['an ES module', 'function.mts', 'node16', 'node16'],
  ['CommonJS', 'function.cts', 'node16', 'node16'],
  ['a bundled app', 'function.ts', 'esnext', 'bundler'],
])('has types for %s that accept the clients of the AWS SDK and the events of Lambda', (_, file, module, moduleResolution) => {
  writeFileSync(join(project, file), FUNCTION);
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, types: ['node'], skipLibCheck: true },
    files: [file],
  }));

  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['--project', project], { encoding: 'utf8' });

  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

describe('in a bundle', () => {
  function bundleOf(name: string): string {
    const entry = join(project, `${name}.mjs`);
    writeFileSync(entry, `import { ${name} } from 'cdk-tenancy/runtime'; globalThis.used = ${name};`);
    const { outputFiles: [{ text }] } = buildSync({ entryPoints: [entry], bundle: true, minify: true, platform: 'node', format: 'esm', write: false });
    return text;
  }

  test('is small', () => {
    expect(bundleOf('perTenant').length).toBeLessThan(SIZE_LIMIT);
  });

  test('leaves out unused code', () => {
    expect(bundleOf('tenantOf').length).toBeLessThan(SIZE_LIMIT_OF_GUARD);
  });
});

test('contains no part of the CDK or the AWS SDK', () => {
  for (const file of ['index.mjs', 'index.cjs', 'types/runtime/library/scoped-clients.d.ts']) {
    const code = readFileSync(join(ROOT, 'assets/runtime-library', file), 'utf8');
    expect(code).not.toMatch(/(from |require\(|import\()["'](@aws-sdk|@smithy|aws-cdk-lib|constructs|aws-lambda)/);
  }
});
