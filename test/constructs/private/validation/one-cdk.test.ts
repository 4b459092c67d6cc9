/** Two copies of the CDK in one package tree. Mixing their constructs is refused. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { build } from 'esbuild';
import * as api from '../../../../src';
import { secondCopyOf, type SecondCopy } from '../../../second-copy';
import { newApp, newParts, newStack, newUserPool } from '../../support';

type Cdk = typeof cdk;
type AnyConstruct = new (scope: Construct, id: string, props: object) => Construct;

let copy: SecondCopy;
let other: Cdk;
let stack: cdk.Stack;

beforeAll(() => {
  copy = secondCopyOf('aws-cdk-lib');
  other = jest.requireActual<Cdk>(copy.folderOf('aws-cdk-lib'));
});

afterAll(() => copy.remove());

beforeEach(() => {
  stack = newStack();
});

/** The text of each error after the name of the refused value. */
function refusal(name: string, constructPath: string): string {
  const own = path.dirname(require.resolve('aws-cdk-lib/package.json'));
  const { version } = jest.requireActual<{ version: string }>('aws-cdk-lib/package.json');
  const foreign = copy.folderOf('aws-cdk-lib');
  const { version: foreignVersion } = jest.requireActual<{ version: string }>(path.join(foreign, 'package.json'));
  return `${name} must be created by the copy of aws-cdk-lib that cdk-tenancy uses, ${own} (${version}), but ${constructPath} was created by `
    + `${foreign} (${foreignVersion}). Install one copy for the whole app: "npm ls aws-cdk-lib" shows which package depends on which version.`;
}

const CONSTRUCTS = Object.entries(api).filter((entry): entry is [string, AnyConstruct & typeof entry[1]] =>
  typeof entry[1] === 'function' && entry[1].prototype instanceof Construct);

test('the second copy has different classes', () => {
  expect(new other.Stack()).not.toBeInstanceOf(cdk.Stack);
  expect(cdk.Stack.isStack(new other.Stack())).toBe(true);
});

test.each(CONSTRUCTS)('%s cannot be created in a stack of the other copy', (name, AConstruct) => {
  const foreign = new other.Stack(new other.App(), 'Foreign');

  expect(() => new (AConstruct as AnyConstruct)(foreign, name, {})).toThrow(`[Foreign/${name}] ${refusal('The scope', 'the app')}`);
});

test('tables cannot be imported into a stack of the other copy', () => {
  const table = new cdk.aws_dynamodb.Table(stack, 'Table', { partitionKey: { name: 'tenantid', type: cdk.aws_dynamodb.AttributeType.STRING } });

  expect(() => api.TenantTables.fromTables(new other.Stack(undefined, 'Foreign'), 'Tables', { tenants: table, users: table }))
    .toThrow(`[Foreign/Tables] ${refusal('The scope', 'the app')}`);
});

/** The values of the other copy that can be passed, with the receiver and the name in the error. */
const GIVEN: Array<[string, (foreign: ForeignParts) => unknown, string, string]> = [
  ['the user pool of a Tenancy', ({ userPool }) => new api.Tenancy(stack, 'X', { applicationName: 'shop', userPool }), 'userPool', 'Foreign/Pool'],
  ['the bus of a Tenancy', ({ eventBus }) => new api.Tenancy(stack, 'X', { applicationName: 'shop', eventBus }), 'eventBus', 'Foreign/Bus'],
  ['the key of a Tenancy', ({ encryptionKey }) => new api.Tenancy(stack, 'X', { applicationName: 'shop', encryptionKey }), 'encryptionKey', 'Foreign/Key'],
  ['the certificate of a dashboard', ({ certificate }) => new api.Tenancy(stack, 'X', {
    applicationName: 'shop', dashboard: { domainName: 'app.example.com', certificate },
  }), 'dashboard', 'Foreign/Certificate'],
  ['a client of a Tenancy', ({ userPoolClient }) => new api.Tenancy(stack, 'X', {
    applicationName: 'shop', userPool: newUserPool(stack, 'Pool'), userPoolClients: [userPoolClient],
  }), 'userPoolClients', 'Foreign/Pool/Web'],
  ['the key of tables', ({ encryptionKey }) => new api.TenantTables(stack, 'X', { encryptionKey }), 'encryptionKey', 'Foreign/Key'],
  ['imported tables', ({ table }) => api.TenantTables.fromTables(stack, 'X', { tenants: table, users: table }), 'tenants', 'Foreign/Table'],
  ['tables of an own class', ({ table }) => new api.TenantAdminApi(stack, 'X', { tables: { tenants: table, users: table } as never }), 'tables', 'Foreign/Table'],
  ['the bus of sign-ups', ({ eventBus }) => new api.SignUpPublisher(stack, 'X', { applicationName: 'shop', eventBus }), 'eventBus', 'Foreign/Bus'],
  ['the bus of the saga', ({ eventBus }) => new api.TenantCreationSaga(stack, 'X', { applicationName: 'shop', eventBus, tables: newParts(stack).tables }), 'eventBus', 'Foreign/Bus'],
  ['the bus of events', ({ eventBus }) => new api.TenantEvents(stack, 'X', { applicationName: 'shop', eventBus }), 'eventBus', 'Foreign/Bus'],
  ['the bucket of change events', ({ bucket }) => new api.TenantChangeEvents(stack, 'X', {
    applicationName: 'shop', ...newParts(stack), failedChangesBucket: bucket,
  }), 'failedChangesBucket', 'Foreign/Bucket'],
  ['the pool of an authorizer', ({ userPool, userPoolClient }) => new api.TenantAuthorizer(stack, 'X', {
    userPool, userPoolClients: [userPoolClient],
  }), 'userPool', 'Foreign/Pool'],
  ['a table of rows', ({ table }) => new api.TenantIsolation(stack, 'X').grantReadRows(table), 'table', 'Foreign/Table'],
  ['a table of rows to write', ({ table }) => new api.TenantIsolation(stack, 'X').grantReadWriteRows(table), 'table', 'Foreign/Table'],
  ['a table with an index', ({ table }) => new api.TenantIsolation(stack, 'X').grantQueryUserIndex(table, 'by-user'), 'table', 'Foreign/Table'],
  ['a bucket of objects', ({ bucket }) => new api.TenantIsolation(stack, 'X').grantReadPrefix(bucket), 'bucket', 'Foreign/Bucket'],
  ['a bucket of objects to write', ({ bucket }) => new api.TenantIsolation(stack, 'X').grantReadWritePrefix(bucket), 'bucket', 'Foreign/Bucket'],
  ['a function', ({ handler }) => new api.TenantIsolation(stack, 'X').grantAssume(handler), 'grantee', 'Foreign/Handler'],
  ['a role', ({ handler }) => new api.TenantIsolation(stack, 'X').grantAssumeForUser(handler.role!), 'grantee', 'Foreign/Handler/ServiceRole'],
  ['a caller of the admin API', ({ handler }) => new api.TenantAdminApi(stack, 'X', { tables: newParts(stack).tables }).grantLookUp(handler), 'grantee', 'Foreign/Handler'],
  ['the target of a rule', ({ handler }) => new api.TenantEvents(stack, 'X', { applicationName: 'shop', eventBus: newParts(stack).eventBus })
    .onTenantCreated('Rule', { target: new other.aws_events_targets.LambdaFunction(handler) }), 'target', 'Foreign/Handler'],
  ['the topic of alarms', ({ topic }) => new api.TenancyMonitoring(stack, 'X', { tables: newParts(stack).tables, criticalTopic: topic }), 'criticalTopic', 'Foreign/Topic'],
  ['an API behind an authorizer', ({ restApi }) => {
    const userPool = newUserPool(stack, 'Pool');
    return new api.TenantAuthorizer(stack, 'X', { userPool, userPoolClients: [userPool.addClient('Web')] }).authorizerFor(restApi);
  }, 'restApi', 'Foreign/Api'],
];

type ForeignParts = ReturnType<typeof foreignParts>;

function foreignParts() {
  // Typed as in the app, which knows only one copy.
  const { aws_apigateway, aws_dynamodb, aws_cognito, aws_events, aws_kms, aws_s3, aws_lambda, aws_sns, aws_certificatemanager, Stack } = other;
  const foreign = new Stack(undefined, 'Foreign');
  const userPool = new aws_cognito.UserPool(foreign, 'Pool', { signInAliases: { email: true } });
  return {
    userPool,
    userPoolClient: userPool.addClient('Web'),
    eventBus: new aws_events.EventBus(foreign, 'Bus'),
    encryptionKey: new aws_kms.Key(foreign, 'Key'),
    table: new aws_dynamodb.Table(foreign, 'Table', { partitionKey: { name: 'number', type: aws_dynamodb.AttributeType.NUMBER } }),
    bucket: new aws_s3.Bucket(foreign, 'Bucket'),
    handler: new aws_lambda.Function(foreign, 'Handler', { runtime: aws_lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: aws_lambda.Code.fromInline('x') }),
    topic: new aws_sns.Topic(foreign, 'Topic'),
    restApi: new aws_apigateway.RestApi(foreign, 'Api'),
    certificate: new aws_certificatemanager.Certificate(foreign, 'Certificate', { domainName: 'app.example.com' }),
  };
}

test.each(GIVEN)('%s of the other copy is refused', (_, give, name, constructPath) => {
  expect(() => give(foreignParts())).toThrow(`[Stack/X] ${refusal(name, constructPath)}`);
});

test('a second copy of constructs is refused too', () => {
  const constructs = secondCopyOf('constructs');
  try {
    const { Construct: OtherConstruct } = jest.requireActual<{ Construct: typeof Construct }>(constructs.folderOf('constructs'));

    expect(() => new api.TenantIsolation(new OtherConstruct(stack, 'Part'), 'X')).toThrow('[Stack/Part/X] The scope must be created by the copy of constructs '
      + `that cdk-tenancy uses, ${path.dirname(require.resolve('constructs/package.json'))}`);
  } finally {
    constructs.remove();
  }
});

test('constructs of the same copy, and objects that are not constructs, are accepted', () => {
  const app = newApp();
  const isolation = new api.TenantIsolation(new cdk.Stack(new cdk.Stage(app, 'Stage'), 'Stack'), 'Isolation');

  expect(() => isolation.grantAssume(new cdk.aws_iam.ArnPrincipal('arn:aws:iam::123456789012:role/worker'))).not.toThrow();
});

test('a bundled app without installed packages gets the same error', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundled-app-'));
  try {
    const outfile = path.join(folder, 'app.js');
    await build({
      stdin: {
        contents: `
          import { requireOneCdk } from './src/constructs/private/validation/one-cdk';
          requireOneCdk({ node: { path: 'Stack/X' } }, { eventBus: { node: { path: 'Stack/Bus' } } });`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      platform: 'node',
      outfile,
      logLevel: 'silent',
      plugins: [{
        name: 'little-of-the-cdk',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^aws-cdk-lib/ }, () => ({ path: 'aws-cdk-lib', namespace: 'little' }));
          onLoad({ filter: /.*/, namespace: 'little' }, () => ({
            contents: 'const Part = class {}; Part.isStage = Part.isStack = Part.isResource = () => false; module.exports = { Resource: Part, Stack: Part, Stage: Part };',
          }));
        },
      }],
    });

    const { stderr } = spawnSync(process.execPath, [outfile], { cwd: folder, encoding: 'utf8', env: {} });
    expect(stderr).toContain('[Stack/X] eventBus must be created by the copy of constructs that cdk-tenancy uses, but Stack/Bus was created by the same copy, loaded a second time.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
