/** Compiles the examples of code for functions and browsers, in an app that has installed the packages. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { builtPackage } from './built-package';
import { REPOSITORY } from '../../local/process/state-directory';

/** Variables that the examples of the web package expect. */
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

/** Errors of TypeScript in the examples of a page in some languages. Each example is a separate file, so it needs all its imports. */
function faultsOf(markdown: string, languages: readonly string[], compilerOptions: object = {}): string {
  const examples = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, language]) => languages.includes(language));
  expect(examples).not.toHaveLength(0);
  const files = examples.map(([, language, code], index) => {
    const file = `example-${index + 1}.${language === 'tsx' ? 'tsx' : 'ts'}`;
    writeFileSync(path.join(app, file), code);
    return file;
  });
  writeFileSync(path.join(app, 'surroundings.d.ts'), SURROUNDINGS);
  const options = { ...COMPILER_OPTIONS, ...compilerOptions };
  writeFileSync(path.join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['surroundings.d.ts', ...files] }));
  return spawnSync(path.join(REPOSITORY, 'node_modules/.bin/tsc'), ['--project', app], { encoding: 'utf8' }).stdout;
}

// Rosetta compiles and translates every `ts` example, which a function is not meant for: functions are `mts`.
test.each([['README.md'], ['docs/isolation.md']])('functions in %s compile with the compiler options of "cdk init"', (page) => {
  expect(faultsOf(readFileSync(path.join(REPOSITORY, page), 'utf8'), ['mts'], { module: 'nodenext', moduleResolution: 'nodenext' })).toBe('');
});

test('the examples of the package for front ends compile', () => {
  expect(faultsOf(readFileSync(path.join(REPOSITORY, 'web', 'README.md'), 'utf8'), ['ts', 'tsx'])).toBe('');
});

test('an example that imports a missing name is an error', () => {
  expect(faultsOf("```mts\nimport { perTenants } from 'cdk-tenancy/runtime';\n```", ['mts'])).toContain("has no exported member named 'perTenants'");
  expect(faultsOf("```tsx\nimport { useTenancies } from 'cdk-tenancy-web/react';\n```", ['tsx'])).toContain('has no exported member');
});
