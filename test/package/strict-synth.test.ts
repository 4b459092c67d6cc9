/** No synth prints a warning or a deprecation notice that the constructs cause, so `cdk synth --strict` succeeds. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAssemblyFromPath, type Method, type Property, type Type } from '@jsii/spec';
import { builtPackage } from './built-package';
import { type CdkEnd, projectWithCdk } from './cdk-range';

const EVERYTHING = path.join(__dirname, 'apps', 'everything.mjs');

/** The words of the CLI for annotations and deprecated APIs. */
const COMPLAINT = /warning|deprecated/i;

/** The props and methods that an app can use. */
const membersOf = (type: Type): ReadonlyArray<Method | Property> => {
  if (type.kind === 'class') return type.methods ?? [];
  return type.kind === 'interface' && type.datatype ? type.properties ?? [] : [];
};

test('the app uses each prop and each method of the package', async () => {
  const { types = {} } = loadAssemblyFromPath((await builtPackage()).directory);
  const words = new Set(readFileSync(EVERYTHING, 'utf8').match(/\w+/g));
  const members = Object.values(types).flatMap((type) => membersOf(type).map(({ name }) => ({ of: type.name, name })));

  expect(members.length).toBeGreaterThan(100);
  expect(members.filter(({ name }) => !words.has(name)).map(({ of, name }) => `${of}.${name} is not in ${path.basename(EVERYTHING)}.`)).toEqual([]);
});

describe.each<CdkEnd>(['lowest', 'newest'])('with the %s CDK', (end) => {
  let app: string;

  beforeEach(async () => {
    app = mkdtempSync(path.join(await projectWithCdk(end), 'app-'));
    copyFileSync(EVERYTHING, path.join(app, 'everything.mjs'));
    writeFileSync(path.join(app, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  });
  afterEach(() => rmSync(app, { recursive: true }));

  /** Synthesizes an app. Returns the status, and the output if it contains a warning. */
  function synthesizeStrictly(program: string, context: Record<string, unknown> = {}): unknown {
    writeFileSync(path.join(app, 'cdk.json'), JSON.stringify({ app: `${process.execPath} ${program}`, context }));
    const cli = path.join('..', 'node_modules', '.bin', 'cdk');
    const { status, stdout, stderr } = spawnSync(cli, ['synth', '--strict', '--quiet', '--no-notices', '--no-version-reporting'], {
      cwd: app,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        CDK_DISABLE_VERSION_CHECK: '1',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
      },
    });
    const output = stdout + stderr;
    return { status, complaints: status !== 0 || COMPLAINT.test(output) ? output : '' };
  }

  test('an app with all features synthesizes strictly', () => {
    expect(synthesizeStrictly('everything.mjs')).toEqual({ status: 0, complaints: '' });
  });

  test('an app with all features and the feature flags of a new app synthesizes strictly', () => {
    const flags = path.join(app, '..', 'node_modules', 'aws-cdk-lib', 'recommended-feature-flags.json');

    expect(synthesizeStrictly('everything.mjs', JSON.parse(readFileSync(flags, 'utf8')))).toEqual({ status: 0, complaints: '' });
  });

  test.each([
    ['a warning', "Annotations.of(stack).addWarningV2('devices:example', 'An example.');", 'An example.', 1],
    ['a deprecated prop', "new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: 'S' }, pointInTimeRecovery: true });", 'is deprecated', 0],
  ])('reports %s', (_, line, complaint, status) => {
    writeFileSync(path.join(app, 'complaining.mjs'), `
      import { Annotations, App, aws_dynamodb as dynamodb, Stack } from 'aws-cdk-lib';
      const stack = new Stack(new App(), 'Stack');
      ${line}
    `);
    expect(synthesizeStrictly('complaining.mjs')).toEqual({ status, complaints: expect.stringContaining(complaint) });
  });
});
