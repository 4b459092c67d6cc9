/** Examples that are about what runs in functions and in browsers: as TypeScript checks them in an app. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { builtPackage } from './built-package';
import { REPOSITORY } from '../../local/process/state-directory';

/** What an app has at hand where the examples begin. */
const SURROUNDINGS = `
import type { SessionSource as Source } from 'cdk-tenancy-web';
declare global {
  const apiUrl: string;
  const accessToken: string;
  const session: Source;
}
`;
const COMPILER_OPTIONS = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2022', 'dom', 'dom.iterable'],
  jsx: 'react-jsx',
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
};
const DEPENDENCIES = ['@aws-sdk', '@smithy', '@tanstack', '@types', 'aws-amplify', 'cdk-tenancy-web', 'jwt-decode', 'ky', 'react'];

let app: string;

beforeAll(async () => {
  app = mkdtempSync(path.join(tmpdir(), 'app-'));
  mkdirSync(path.join(app, 'node_modules'));
  symlinkSync((await builtPackage()).directory, path.join(app, 'node_modules', 'cdk-tenancy'));
  for (const name of DEPENDENCIES) symlinkSync(path.join(REPOSITORY, 'node_modules', name), path.join(app, 'node_modules', name));
});

afterAll(() => rmSync(app, { recursive: true }));

/** What TypeScript says about the examples of a page in some languages, each a file of its own. */
function faultsOf(markdown: string, languages: readonly string[]): string {
  const examples = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, language]) => languages.includes(language));
  expect(examples).not.toHaveLength(0);
  const files = examples.map(([, language, code], index) => {
    const file = `example-${index + 1}.${language}`;
    writeFileSync(path.join(app, file), code);
    return file;
  });
  writeFileSync(path.join(app, 'surroundings.d.ts'), SURROUNDINGS);
  // The parameters of JavaScript have no types.
  const options = { ...COMPILER_OPTIONS, noImplicitAny: !languages.includes('js') };
  writeFileSync(path.join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['surroundings.d.ts', ...files] }));
  return spawnSync(path.join(REPOSITORY, 'node_modules/.bin/tsc'), ['--project', app], { encoding: 'utf8' }).stdout;
}

test('the function of the README uses the package as it is', () => {
  expect(faultsOf(readFileSync(path.join(REPOSITORY, 'README.md'), 'utf8'), ['js'])).toBe('');
});

test('the front end of the package for front ends uses it as it is', () => {
  expect(faultsOf(readFileSync(path.join(REPOSITORY, 'web', 'README.md'), 'utf8'), ['ts', 'tsx'])).toBe('');
});

test('what a package has not got is seen', () => {
  expect(faultsOf("```js\nimport { perTenants } from 'cdk-tenancy/runtime';\n```", ['js'])).toContain("has no exported member named 'perTenants'");
  expect(faultsOf("```tsx\nimport { useTenancies } from 'cdk-tenancy-web/react';\n```", ['tsx'])).toContain('has no exported member');
});
