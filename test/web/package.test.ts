/** `cdk-tenancy-web` as an app gets it: built, packed and installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const VERSION = '1.2.3';

const PAGE = `
import { createElement } from 'react';
import { createTenancyClient, type SessionSource, TenancyApiError, TENANT_ROLE, type TaggedTenant } from 'cdk-tenancy-web';
import { TenancyProvider, useActiveTenant, useRenameTenant, useTenant } from 'cdk-tenancy-web/react';

const session: SessionSource = { getSession: async () => ({ token: '' }), refresh: async () => ({ token: '' }) };
export const client = createTenancyClient({ apiUrl: 'https://example.com/', token: async () => '' });
export const status = (error: unknown): number => (error instanceof TenancyApiError ? error.status : 0);

function Name({ tenantId }: { tenantId: string }) {
  const tenant: TaggedTenant | undefined = useTenant(tenantId).data;
  const rename = useRenameTenant(tenantId);
  // @ts-expect-error: a status that no tenant has
  if (tenant?.status === 'sleeping') return null;
  return createElement('button', { onClick: () => rename.mutate({ name: 'Blue', etag: tenant?.etag }) }, tenant?.name);
}
export function Page() {
  const active = useActiveTenant();
  return active.status === 'active' && active.role === TENANT_ROLE.admin ? createElement(Name, { tenantId: active.tenantId }) : null;
}
export const App = () => createElement(TenancyProvider, { apiUrl: 'https://example.com/', session, children: createElement(Page) });
`;

let project: string;
const installed = (name: string) => join(project, 'node_modules/cdk-tenancy-web', name);

/** An app that has installed the package, without a registry. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'front-end-'));
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  execFileSync(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/package-web.ts'), tarballs, VERSION], { cwd: ROOT });
  for (const name of ['ky', 'jwt-decode']) execFileSync('npm', ['pack', join(ROOT, 'node_modules', name), '--silent', '--ignore-scripts', '--pack-destination', tarballs], { cwd: project });
  writeFileSync(join(project, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--offline', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', ...readdirSync(tarballs).map((file) => `./tarballs/${file}`)], { cwd: project });
}, 120_000);

afterAll(() => rmSync(project, { recursive: true }));

test('brings its code, its licence and its manual, and nothing else', () => {
  expect(readdirSync(installed('')).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  const foreign = readdirSync(installed('dist'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.[^/]+$/.test(name) && !/(\.js|\.d\.ts)$/.test(name));
  expect(foreign).toEqual([]);
});

test('has the version it was packed with, and nothing to do at installation', () => {
  const manifest = JSON.parse(readFileSync(installed('package.json'), 'utf8'));
  expect(manifest.version).toBe(VERSION);
  expect(manifest).not.toHaveProperty('scripts');
});

test('works in Node.js, and without React', () => {
  expect(existsSync(join(project, 'node_modules/react'))).toBe(false);
  const name = execFileSync(process.execPath, ['--input-type=module', '--eval', `
    import { createTenancyClient } from 'cdk-tenancy-web';
    const client = createTenancyClient({ apiUrl: 'http://127.0.0.1:1/', token: async () => 'token' });
    await client.renameTenant('blue', 'Blue').catch((error) => console.log(error.name));
  `], { cwd: project, encoding: 'utf8' });
  expect(name.trim()).toBe('NetworkError');
});

describe('with React', () => {
  beforeAll(() => {
    for (const name of ['react', '@types', '@tanstack']) symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  });

  test.each([
    ['an ES module', 'page.mts', 'nodenext', 'nodenext'],
    ['a bundled app', 'page.ts', 'esnext', 'bundler'],
  ])('has types for %s', (_, file, module, moduleResolution) => {
    writeFileSync(join(project, file), PAGE);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
      // The package's own types are checked too.
      compilerOptions: { module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], strict: true, noEmit: true, types: [], skipLibCheck: false },
      files: [file],
    }));
    const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['--project', project], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
