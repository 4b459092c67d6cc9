/** `cdk-tenancy-web` as an app gets it: packed, and installed in an empty project. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtWebPackage } from './built-package';
import { emptyProject } from '../../local/examples/empty-project';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY } from '../../local/process/state-directory';
import { devDependencies as versions } from '../../web/package.json';

const { signal } = new AbortController();

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
  // @ts-expect-error: an unknown status
  if (tenant?.status === 'sleeping') return null;
  return createElement('button', { onClick: () => rename.mutate({ name: 'Blue', etag: tenant?.etag }) }, tenant?.name);
}
export function Page() {
  const active = useActiveTenant();
  return active.status === 'active' && active.role === TENANT_ROLE.admin ? createElement(Name, { tenantId: active.tenantId }) : null;
}
export const App = () => createElement(TenancyProvider, { apiUrl: 'https://example.com/', session, children: createElement(Page) });
`;

const REACT = ['react', '@types/react', '@tanstack/react-query'] as const;

test('works in Node.js, and without React', async () => {
  const { tarball } = await builtWebPackage();
  const project = await emptyProject(DEFAULT_CACHE_DIRECTORY, 'service', [tarball], signal);
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', `
    import { createTenancyClient } from 'cdk-tenancy-web';
    const client = createTenancyClient({ apiUrl: 'http://127.0.0.1:1/', token: async () => 'token' });
    await client.renameTenant('blue', 'Blue').catch((error) => console.log(error.name));
    // All modules must come from this project.
    for (const name of ['cdk-tenancy-web', 'ky', 'jwt-decode']) console.log(import.meta.resolve(name).startsWith('file://' + process.cwd()));
  `], { cwd: project, encoding: 'utf8' });

  expect(printed.trim().split('\n')).toEqual(['NetworkError', 'true', 'true', 'true']);
});

test.each([
  ['an ES module', 'page.mts', 'nodenext', 'nodenext'],
  ['a bundled app', 'page.ts', 'esnext', 'bundler'],
])('has types for %s', async (_, file, module, moduleResolution) => {
  const { tarball } = await builtWebPackage();
  const packages = [tarball, ...REACT.map((name) => `${name}@${versions[name]}`)];
  const project = await emptyProject(DEFAULT_CACHE_DIRECTORY, 'front-end', packages, signal);
  writeFileSync(join(project, file), PAGE);
  const configuration = join(project, `tsconfig.${moduleResolution}.json`);
  writeFileSync(configuration, JSON.stringify({
    // Also checks the types of the package itself.
    compilerOptions: { module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], strict: true, noEmit: true, types: [], skipLibCheck: false },
    files: [file],
  }));
  const { status, stdout } = spawnSync(join(REPOSITORY, 'node_modules/.bin/tsc'), ['--project', configuration], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
