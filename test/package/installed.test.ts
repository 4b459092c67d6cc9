/** The package in a project that has nothing else, at both ends of the CDK range it promises. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { builtPackage } from './built-package';
import { dependencies as newest } from '../../examples/typescript/package.json';
import { emptyProject } from '../../local/empty-project';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/state-directory';
import { devDependencies as lowest } from '../../package.json';

const { signal } = new AbortController();

const APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Tenancy } = require('cdk-tenancy');

const app = new App();
const stack = new Stack(app, 'Stack');
new Tenancy(stack, 'Tenancy', { applicationName: 'devices', dashboard: {} }).addStackOutputs();
app.synth();

// Everything around this project is out of bounds.
const foreign = Object.keys(require.cache).filter((file) => !file.startsWith(process.cwd()));
process.stdout.write(foreign.join('\\n'));
`;

let assembly: string;
beforeEach(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(assembly, { recursive: true }));

describe.each([['lowest', lowest], ['newest', newest]])('with the %s CDK', (name, versions) => {
  test('an app of five lines synthesizes', async () => {
    const { tarball } = await builtPackage();
    const project = await emptyProject(DEFAULT_CACHE_DIRECTORY, `cdk-${name}`, [
      tarball, `aws-cdk-lib@${versions['aws-cdk-lib']}`, `constructs@${versions.constructs}`,
    ], signal);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', APP], {
      cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH, CDK_OUTDIR: assembly, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    });
    expect({ status, stdout, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stdout: '', stderr: '' });

    const { Resources: resources, Outputs: outputs } = JSON.parse(readFileSync(path.join(assembly, 'Stack.template.json'), 'utf8'));
    const types = Object.values<{ Type: string }>(resources).map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool', 'AWS::StepFunctions::StateMachine', 'AWS::CloudFront::Distribution']));
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['ApiUrl', 'UserPoolId', 'UserPoolClientId', 'DashboardUrl']));
    // The code of the functions and the dashboard is in the assembly.
    expect(readdirSync(assembly, { recursive: true, encoding: 'utf8' }).map((file) => path.basename(file)))
      .toEqual(expect.arrayContaining(['index.mjs', 'index.html']));
  });
});
