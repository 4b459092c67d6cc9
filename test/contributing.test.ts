/** Follows the worked example of CONTRIBUTING.md, in a copy of the checkout. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

interface Step {
  readonly verb: 'Append to' | 'Create' | 'In';
  readonly file: string;
  /** The line below which the code belongs, for a step that inserts code. */
  readonly anchor?: string;
  readonly code: string;
}

const REPOSITORY = path.resolve(__dirname, '..');
const EXAMPLE = /^## A worked example[^\n]*\n([\s\S]*?)^## /m.exec(readFileSync(path.join(REPOSITORY, 'CONTRIBUTING.md'), 'utf8'))![1];
const CODE_BLOCK = /```ts\n([\s\S]*?)```/g;
const STEP = /(Append to|Create|In) `([^`\n]+)`(?:, insert below `([^`\n]+)`)?:\n\n *```ts\n([\s\S]*?)```/g;

const STEPS = [...EXAMPLE.matchAll(STEP)].map(([, verb, file, anchor, code]) => ({ verb, file, anchor, code: code.replace(/^ {3}/gm, '').trimEnd() }) as Step);

/** The tests that the example names or must not break. */
const TESTS = ['test/runtime/functions/tenant-api/handler.test.ts', 'test/openapi/document.test.ts'];
const TYPE_CHECKED = [...TESTS, 'test/e2e/denial-matrix/rows.ts', 'bench/routes.ts'];

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'worked-example-'));
  for (const name of ['src', 'test', 'bench', 'local', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.dev.json']) {
    cpSync(path.join(REPOSITORY, name), path.join(copy, name), { recursive: true, filter: (source) => path.basename(source) !== 'node_modules' });
  }
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true }));

function apply({ verb, file, anchor, code }: Step): void {
  const target = path.join(copy, file);
  if (verb === 'Create') return writeFileSync(target, `${code}\n`, { flag: 'wx' });
  if (verb === 'Append to') return appendFileSync(target, `\n${code}\n`);
  const parts = readFileSync(target, 'utf8').split(`${anchor}\n`);
  expect({ file, anchor, occurrences: parts.length - 1 }).toEqual({ file, anchor, occurrences: 1 });
  writeFileSync(target, parts.join(`${anchor}\n${code}\n`));
}

function run(tool: string, ...args: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(path.join(REPOSITORY, 'node_modules', '.bin', tool), args, { cwd: copy, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

test('every code block of the worked example has a place in a file', () => {
  expect(STEPS).not.toHaveLength(0);
  expect(STEPS).toHaveLength([...EXAMPLE.matchAll(CODE_BLOCK)].length);
});

test('the worked example compiles, and its tests pass', () => {
  STEPS.forEach(apply);
  const compilerOptions = { rootDir: '.', noEmit: true, types: ['jest', 'node'] };
  writeFileSync(path.join(copy, 'tsconfig.example.json'), JSON.stringify({ extends: './tsconfig.dev.json', compilerOptions, include: [], files: TYPE_CHECKED }));
  const jest = { rootDir: copy, testMatch: TESTS.map((file) => `<rootDir>/${file}`), transform: { '\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] } };
  writeFileSync(path.join(copy, 'jest.example.json'), JSON.stringify(jest));

  expect(run('tsc', '--project', 'tsconfig.example.json')).toEqual({ status: 0, output: '' });
  const { status, output } = run('jest', '--config', 'jest.example.json', '--runInBand', '--verbose');

  expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('a member reads the status of the tenant') });
}, 120_000);
