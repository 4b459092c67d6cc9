import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { synthesize, type Template } from './synthesize';
import { withoutOwnCode } from './without-own-code';
import { JSII_ENVIRONMENT } from '../../local/build-command';
import { prepareExample } from '../../local/example';
import { preparePythonExample, preparePythonOfExample } from '../../local/python-example';
import { runCommand } from '../../local/run-command';
import { DEFAULT_CACHE_DIRECTORY, PYTHON_EXAMPLE_DIRECTORY } from '../../local/state-directory';

const FUNCTIONS = ['ListDevices', 'AddDevice', 'ReadDevice'];

const { signal } = new AbortController();
const silently = <T>(_: string, work: () => Promise<T>) => work();

describe('the template of the examples', () => {
  let directory: string;
  let typescript: Template;
  let python: Template;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'examples-'));
    const examples = [
      await prepareExample(DEFAULT_CACHE_DIRECTORY, silently, signal),
      await preparePythonExample(DEFAULT_CACHE_DIRECTORY, silently, signal),
    ];
    [typescript, python] = await Promise.all(examples.map((app, index) => synthesize(app, path.join(directory, String(index)), signal)));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('is the same in TypeScript and in Python, but for the code of the functions of the app', () => {
    expect(withoutOwnCode(python, FUNCTIONS)).toEqual(withoutOwnCode(typescript, FUNCTIONS));
  });

  test('is compared with all of its resources, of which three are functions of the app', () => {
    const compared = withoutOwnCode(typescript, FUNCTIONS);
    const functions = Object.values(compared.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');

    expect(Object.keys(compared.Resources)).toEqual(Object.keys(typescript.Resources));
    expect(functions.filter(({ Properties }) => !Object.hasOwn(Properties as object, 'Code'))).toHaveLength(FUNCTIONS.length);
  });
});

describe('the example in Python', () => {
  let python: string;

  beforeAll(async () => {
    python = await preparePythonOfExample(DEFAULT_CACHE_DIRECTORY, silently, signal);
  });

  const runTool = (...args: string[]) => runCommand(python, ['-m', ...args], { purpose: args.join(' '), cwd: PYTHON_EXAMPLE_DIRECTORY, signal });

  test('is typed, against the types of the wheel', async () => {
    await expect(runTool('mypy', '--cache-dir', path.join(DEFAULT_CACHE_DIRECTORY, 'mypy'))).resolves.toMatch(/^Success: no issues found/);
  });

  test.each([['check'], ['format', '--check']])('is fine with ruff %s', async (...args) => {
    await expect(runTool('ruff', args[0], '--no-cache', ...args.slice(1))).resolves.toMatch(/All checks passed|already formatted/);
  });
});

test('the five lines of the README make the tenancy in Python', async () => {
  const python = await preparePythonOfExample(DEFAULT_CACHE_DIRECTORY, silently, signal);
  const lines = /```python\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1];

  const output = await runCommand(python, [path.join(__dirname, 'five-lines.py'), lines], {
    purpose: 'Running the lines of the README', env: { ...process.env, ...JSII_ENVIRONMENT }, signal,
  });

  const { Outputs, Resources } = JSON.parse(output.slice(output.indexOf('{')));
  expect(Object.keys(Outputs)).toContain('ApiUrl');
  expect(Object.values<{ Properties?: { PathPart?: string } }>(Resources).map(({ Properties }) => Properties?.PathPart)).toContain('devices');
});

test('Python users read what each parameter is', async () => {
  const python = await preparePythonOfExample(DEFAULT_CACHE_DIRECTORY, silently, signal);
  const location = await runCommand(python, ['-c', "import importlib.util; print(importlib.util.find_spec('cdk_tenancy').origin)"], {
    purpose: 'Looking for the package', signal,
  });
  const parameters = readFileSync(location.trim(), 'utf8').match(/^ +:param .*$/gm) ?? [];

  expect(parameters.length).toBeGreaterThan(100);
  expect(parameters.filter((line) => /^ +:param \w+: -?$/.test(line))).toEqual([]);
});
