import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { JSII_ENVIRONMENT } from '../../local/examples/build-command';
import { preparePythonOfExample } from '../../local/examples/python-example';
import { runCommand } from '../../local/process/run-command';
import { DEFAULT_CACHE_DIRECTORY, PYTHON_EXAMPLE_DIRECTORY } from '../../local/process/state-directory';

const { signal } = new AbortController();

let python: string;

beforeAll(async () => {
  python = await preparePythonOfExample(DEFAULT_CACHE_DIRECTORY, (_, work) => work(), signal);
});

function run(...args: string[]): Promise<string> {
  const options = { purpose: args.join(' '), cwd: PYTHON_EXAMPLE_DIRECTORY, env: { ...process.env, ...JSII_ENVIRONMENT }, signal };
  return runCommand(python, args, options);
}

/** The cache of mypy is for the next run. Writing it takes a quarter of the time, so CI, which has no next run, does not write it. */
const MYPY_CACHE = process.env.CI ? '/dev/null' : path.join(DEFAULT_CACHE_DIRECTORY, 'mypy');

describe('the example in Python', () => {
  test('passes mypy with the types of the wheel', async () => {
    await expect(run('-m', 'mypy', '--cache-dir', MYPY_CACHE)).resolves.toMatch(/^Success: no issues found/);
  });

  test.each([['check'], ['format', '--check']])('passes ruff %s', async (command, ...options) => {
    await expect(run('-m', 'ruff', command, '--no-cache', ...options)).resolves.toMatch(/All checks passed|already formatted/);
  });
});

describe('the README', () => {
  const [stack, handler] = [...readFileSync('README.md', 'utf8').matchAll(/```python\n([\s\S]*?)```/g)].map(([, code]) => code);

  test('adds the tenancy to a stack', async () => {
    const output = await run(path.join(__dirname, 'five-lines.py'), stack);

    const { Outputs, Resources } = JSON.parse(output.slice(output.indexOf('{')));
    expect(Object.keys(Outputs)).toContain('ApiUrl');
    expect(Object.values<{ Properties?: { PathPart?: string } }>(Resources).map(({ Properties }) => Properties?.PathPart)).toContain('devices');
  });

  test('has a handler that mypy accepts', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'handler-'));
    try {
      writeFileSync(path.join(directory, 'handler_of_readme.py'), handler);
      await expect(run('-m', 'mypy', '--cache-dir', MYPY_CACHE, path.join(directory, 'handler_of_readme.py'))).resolves.toMatch(/^Success/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

test('the docstrings for Python users describe each parameter', async () => {
  const location = await run('-c', "import importlib.util; print(importlib.util.find_spec('cdk_tenancy').origin)");
  const parameters = readFileSync(location.trim(), 'utf8').match(/^ +:param .*$/gm) ?? [];

  expect(parameters.length).toBeGreaterThan(100);
  expect(parameters.filter((line) => /^ +:param \w+: -?$/.test(line))).toEqual([]);
});
