/** `cdk-tenancy-web` as an app gets it: built. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

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

/** An app that has installed the package. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'front-end-'));
  mkdirSync(join(project, 'node_modules'));
  for (const name of ['cdk-tenancy-web', 'react', '@types', '@tanstack']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
});

afterAll(() => rmSync(project, { recursive: true }));

test('works in Node.js, and without React', () => {
  const bare = mkdtempSync(join(tmpdir(), 'service-'));
  // Not a link: what it imports is looked for from here, where there is no React.
  cpSync(join(ROOT, 'web'), join(bare, 'node_modules/cdk-tenancy-web'), { recursive: true, filter: (source) => !source.endsWith('node_modules') });
  for (const name of ['ky', 'jwt-decode']) symlinkSync(join(ROOT, 'node_modules', name), join(bare, 'node_modules', name));
  const name = execFileSync(process.execPath, ['--input-type=module', '--eval', `
    import { createTenancyClient } from 'cdk-tenancy-web';
    const client = createTenancyClient({ apiUrl: 'http://127.0.0.1:1/', token: async () => 'token' });
    await client.renameTenant('blue', 'Blue').catch((error) => console.log(error.name));
  `], { cwd: bare, encoding: 'utf8' });
  rmSync(bare, { recursive: true });
  expect(name.trim()).toBe('NetworkError');
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
