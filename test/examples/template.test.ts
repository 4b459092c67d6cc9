import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { synthesize, type Template } from './synthesize';
import { withoutOwnCode } from './without-own-code';
import { prepareExample } from '../../local/examples/example';
import { preparePythonExample } from '../../local/examples/python-example';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/process/state-directory';

const FUNCTIONS = ['ListDevices', 'AddDevice', 'ReadDevice'];

const { signal } = new AbortController();
const silently = <T>(_: string, work: () => Promise<T>) => work();

describe('the template of the examples', () => {
  let directory: string;
  let typescript: Template;
  let python: Template;
  let outputs: string[];

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'examples-'));
    const examples = [
      await prepareExample(DEFAULT_CACHE_DIRECTORY, silently, signal),
      await preparePythonExample(DEFAULT_CACHE_DIRECTORY, silently, signal),
    ];
    const synthesized = await Promise.all(examples.map((app, index) => synthesize(app, path.join(directory, String(index)), signal)));
    [typescript, python] = synthesized.map(({ template }) => template);
    outputs = synthesized.map(({ output }) => output);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('is the same in TypeScript and in Python, except for the code of the functions of the app', () => {
    expect(withoutOwnCode(python, FUNCTIONS)).toEqual(withoutOwnCode(typescript, FUNCTIONS));
  });

  test('is synthesized without a warning and without a deprecated API', () => {
    expect(outputs.filter((output) => /warning|deprecated/i.test(output))).toEqual([]);
  });

  test('is compared with all of its resources, including three functions of the app', () => {
    const compared = withoutOwnCode(typescript, FUNCTIONS);
    const functions = Object.values(compared.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');

    expect(Object.keys(compared.Resources)).toEqual(Object.keys(typescript.Resources));
    expect(functions.filter(({ Properties }) => !Object.hasOwn(Properties as object, 'Code'))).toHaveLength(FUNCTIONS.length);
  });
});
