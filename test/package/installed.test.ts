/** The package in an empty project, with the lowest and the newest supported CDK. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type CdkEnd, projectWithCdk } from './cdk-range';

const APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Tenancy } = require('cdk-tenancy');

const app = new App();
const stack = new Stack(app, 'Stack');
new Tenancy(stack, 'Tenancy', { applicationName: 'devices', dashboard: {} }).addStackOutputs();
app.synth();

// Modules outside this project must not be loaded.
const foreign = Object.keys(require.cache).filter((file) => !file.startsWith(process.cwd()));
process.stdout.write(foreign.join('\\n'));
`;

/** An app with another copy of the CDK than the package, which can happen in a workspace. */
const APP_OF_TWO_COPIES = `
const { Stack } = require(process.argv[1]);
const { Tenancy } = require('cdk-tenancy');

try {
  new Tenancy(new Stack(undefined, 'Stack'), 'Tenancy', { applicationName: 'devices' });
} catch (error) {
  process.stdout.write(error.message);
}
`;

let assembly: string;
beforeEach(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(assembly, { recursive: true }));

describe.each<CdkEnd>(['lowest', 'newest'])('with the %s CDK', (end) => {
  test('an app of five lines synthesizes', async () => {
    const project = await projectWithCdk(end);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', APP], {
      cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH, CDK_OUTDIR: assembly, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    });
    expect({ status, stdout, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stdout: '', stderr: '' });

    const { Resources: resources, Outputs: outputs } = JSON.parse(readFileSync(path.join(assembly, 'Stack.template.json'), 'utf8'));
    const types = Object.values<{ Type: string }>(resources).map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool', 'AWS::StepFunctions::StateMachine', 'AWS::CloudFront::Distribution']));
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['ApiUrl', 'UserPoolId', 'UserPoolClientId', 'DashboardUrl']));
    // The assembly has the code of the functions and the dashboard.
    expect(readdirSync(assembly, { recursive: true, encoding: 'utf8' }).map((file) => path.basename(file)))
      .toEqual(expect.arrayContaining(['index.mjs', 'index.html']));
  });
});

test.each<[CdkEnd, CdkEnd]>([
  ['lowest', 'newest'],
  ['newest', 'lowest'],
])('refuses a stack of the %s CDK if the package has the %s CDK', async (ofApp, ofPackage) => {
  const [app, project] = [await projectWithCdk(ofApp), await projectWithCdk(ofPackage)];
  const copyIn = (directory: string) => {
    const folder = path.join(directory, 'node_modules', 'aws-cdk-lib');
    return { folder, named: `${folder} (${JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version})` };
  };
  const { stdout, stderr } = spawnSync(process.execPath, ['--eval', APP_OF_TWO_COPIES, copyIn(app).folder], {
    cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });

  expect({ stdout, stderr }).toEqual({
    stdout: `[Stack/Tenancy] The scope must be created by the copy of aws-cdk-lib that cdk-tenancy uses, ${copyIn(project).named}, but the app was created by `
      + `${copyIn(app).named}. Install one copy for the whole app: "npm ls aws-cdk-lib" shows which package depends on which version.`,
    stderr: '',
  });
});
