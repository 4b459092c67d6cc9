import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import jsonata from 'jsonata';
import {
  actionsOf, APPLICATION_NAME, leadingKeysAre, newApp, newStack, newUserPool, OBSERVABILITY_ACTIONS, shared, type Statement, statementsOf,
} from './support';
import {
  Tenancy, TenantAdminApi, TenantApi, TenantAuthorizer, TenantCreationSaga, TenantInvitations, TenantIsolation, TenantLifecycle,
  type TenantLifecycleProps, TenantTables,
} from '../../src';
import { isAllowed, isKeyUseAllowed } from '../iam-evaluator';

const ACCOUNT = '123456789012';
const REGION = 'eu-north-1';
const ENV = { account: ACCOUNT, region: REGION };
const TENANT_ROWS = leadingKeysAre('${aws:PrincipalTag/tenantId}');
const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/orders`;
const BUCKET_ARN = 'arn:aws:s3:::files';
const LAST_RESORT = 'Send to dead-letter queue';

function newApi(stack: Stack, tables: TenantTables) {
  const userPool = newUserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')] });
  return { userPool, api: new TenantApi(stack, 'TenantApi', { tables, authorizer, corsAllowOrigins: ['https://app.example.com'] }) };
}

function newParts(stack: Stack, encryptionKey?: kms.IKey) {
  const tables = new TenantTables(stack, 'Tables', { encryptionKey });
  const eventBus = new events.EventBus(stack, 'Bus');
  const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus, encryptionKey });
  return { tables, saga, ...newApi(stack, tables) };
}

function newLifecycle(props: Partial<TenantLifecycleProps> = {}, stack = newStack()) {
  const parts = newParts(stack);
  return { stack, ...parts, lifecycle: new TenantLifecycle(stack, 'Lifecycle', { ...parts, ...props }) };
}

function newMachine(scope: Construct, id: string): sfn.StateMachine {
  return new sfn.StateMachine(scope, id, { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(scope, `Report ${id}`)) });
}

const newFunction = (stack: Stack, id = 'Eraser') => new lambda.Function(stack, id, {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'),
});
const newTable = (stack: Stack, id = 'Orders', type = dynamodb.AttributeType.STRING) => new dynamodb.Table(stack, id, { partitionKey: { name: 'PK', type } });

/** The template of a lifecycle with all defaults, for tests that only read it. */
const defaults = shared(() => {
  const parts = newLifecycle();
  return { ...parts, template: Template.fromStack(parts.stack) };
});

/** `METHOD /path` of all methods of all APIs. */
function methodsOf(template: Template): string[] {
  const resources = template.findResources('AWS::ApiGateway::Resource');
  const pathOf = ({ Ref }: { Ref?: string }): string => {
    const resource = resources[Ref ?? ''];
    return resource === undefined ? '' : `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}`;
  };
  return Object.values(template.findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)} ${Properties.AuthorizationType}`);
}

function environmentOf(template: Template, description: string): Record<string, unknown> {
  const [fn] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Description: description } }));
  return fn.Properties.Environment.Variables;
}

const CLOSURE = 'Closes and restores tenants for their admins';
const SWEEP = 'Starts the deletions that are due';
const ROUTES_OF_ADMINS = ['PUT /tenant/{tenantId}/closure CUSTOM', 'DELETE /tenants/{userId}/closures/{tenantId} CUSTOM'];

/** The value with references to known resources replaced, as CloudFormation hands it to a service. */
function resolved(stack: Stack, value: unknown, known: Record<string, string> = {}): any {
  const text = JSON.stringify(stack.resolve(value), (_, part) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    const [[intrinsic, argument], ...more] = Object.entries(part);
    if (more.length > 0) return part;
    if (intrinsic === 'Fn::GetAtt') return known[(argument as string[])[0]] ?? `arn-of-${(argument as string[])[0]}`;
    if (intrinsic === 'Ref') return argument === 'AWS::Partition' ? 'aws' : known[argument as string]?.split(/[/:]/).at(-1) ?? `name-of-${argument as string}`;
    return part;
  });
  return joined(JSON.parse(text));
}

function joined(value: any): any {
  if (Array.isArray(value)) return value.map(joined);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value['Fn::Join'])) return value['Fn::Join'][1].map(joined).map((part: unknown) => (typeof part === 'string' ? part : 'unknown')).join('');
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, joined(part)]));
}

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: Array<{ readonly Condition: string; readonly Next: string; readonly Assign?: Record<string, unknown> }>;
  readonly Catch?: Array<{ readonly ErrorEquals: string[]; readonly Next: string; readonly Assign?: Record<string, unknown> }>;
  readonly Retry?: unknown[];
  readonly Arguments?: any;
  readonly Assign?: Record<string, unknown>;
  readonly TimeoutSeconds?: number | string;
  readonly Seconds?: number;
  readonly [field: string]: unknown;
}

interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Record<string, State>;
}

function machineOf(stack: Stack): { definition: Definition; properties: any } {
  const [[, { Properties }]] = Object.entries(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine')).filter(([id]) => id.includes('DeleteTenant'));
  return { definition: JSON.parse(resolved(stack, Properties.DefinitionString)), properties: Properties };
}

/** The value of an expression of a state. */
async function evaluated(expression: string, variables: Record<string, unknown>): Promise<any> {
  return jsonata(expression.replace(/^\{%|%\}$/g, '')).evaluate({}, variables);
}

test('adds the routes for admins to the API, and gives their function the options of the lifecycle', () => {
  const { template } = defaults();

  expect(methodsOf(template)).toEqual(expect.arrayContaining(ROUTES_OF_ADMINS));
  expect(environmentOf(template, CLOSURE)).toMatchObject({
    TENANCY_GRACE_PERIOD_DAYS: '30', TENANCY_CORS_ALLOW_ORIGINS: 'https://app.example.com', POWERTOOLS_SERVICE_NAME: 'tenant-lifecycle',
  });
});

test('tells the API that tenants can be closed', () => {
  expect(defaults().api._features.closure).toBe(true);
});

describe('the erasure of users', () => {
  const erasureRoutes = (template: Template) => methodsOf(template).filter((method) => /account|users/.test(method));
  const rolesOf = (template: Template) => Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => /^Lifecycle.*(ErasedUser|UserErasure)/.test(id));

  test('adds a route for users to the API, and one for operators to the admin API', () => {
    const { stack, api, lifecycle, saga } = newLifecycle({ serviceName: 'shop' });
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables: saga.tables, corsAllowOrigins: ['https://admin.example.com'] });
    adminApi.addLifecycle(lifecycle);

    const template = Template.fromStack(stack);
    expect(erasureRoutes(template).filter((method) => method.startsWith('DELETE')).sort()).toEqual([
      'DELETE /tenants/{userId}/account CUSTOM', 'DELETE /users/{userId} AWS_IAM',
    ]);
    expect(api._features.accountDeletion).toBe(true);
    expect(environmentOf(template, 'Erases users from all of their tenants')).toMatchObject({
      TENANCY_GRACE_PERIOD_DAYS: '30',
      TENANCY_CORS_ALLOW_ORIGINS: 'https://app.example.com,https://admin.example.com',
      TENANCY_USER_POOL_ID: { Ref: expect.stringMatching(/^Pool/) },
      POWERTOOLS_SERVICE_NAME: 'shop',
    });
  });

  test('without accountDeletion is for operators only', () => {
    const { stack, api, lifecycle } = newLifecycle({ accountDeletion: false });

    expect(erasureRoutes(Template.fromStack(stack))).toEqual([]);
    expect(api._features.accountDeletion).toBe(false);
    expect(lifecycle.userErasureHandler).toBeDefined();
  });

  test('without a pool does not exist', () => {
    const { stack, lifecycle } = newLifecycle({ userPool: undefined });
    const template = Template.fromStack(stack);

    expect([erasureRoutes(template), rolesOf(template), lifecycle.userErasureHandler]).toEqual([[], [], undefined]);
  });

  test('has rights on the pool, and on the rows of one user and one tenant at a time', () => {
    const { stack, template, userPool, tables: { tenants, users } } = defaults();
    const rightsOf = (id: string) => statementsOf(template, id).map(({ Action, Resource, Condition }) => [Action, resolved(stack, Resource), (Condition as any)?.['ForAllValues:StringEquals']]);
    const arn = ({ tableArn }: { tableArn: string }, rest = '') => `${resolved(stack, tableArn)}${rest}`;
    const [ofTenant, ofUser, ofRecord] = ['${aws:PrincipalTag/tenantId}', '${aws:PrincipalTag/userId}', '@${aws:PrincipalTag/userId}']
      .map((key) => ({ 'dynamodb:LeadingKeys': [key] }));

    expect(rightsOf('LifecycleUserErasureHandler').filter(([actions]) => /cognito|dynamodb/.test(String(actions)))).toEqual([
      [['cognito-idp:AdminDeleteUser', 'cognito-idp:AdminGetUser'], resolved(stack, userPool.userPoolArn), undefined],
    ]);
    expect(rightsOf('LifecycleErasedUserTenantRole')).toEqual(expect.arrayContaining([
      [['dynamodb:GetItem', 'dynamodb:UpdateItem'], arn(tenants), ofTenant],
      [['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], arn(users), ofTenant],
    ]));
    expect(rightsOf('LifecycleErasedUserRole')).toEqual(expect.arrayContaining([
      [['dynamodb:GetItem', 'dynamodb:PutItem'], arn(users), ofRecord], ['dynamodb:Query', arn(users, '/index/user-index'), ofUser],
    ]));
  });
});

test('without selfService has no routes for admins, no function behind them and no roles for it', () => {
  const { stack, api, lifecycle } = newLifecycle({ selfService: false, exports: { enabled: false } });

  const template = Template.fromStack(stack);
  expect(methodsOf(template).filter((method) => method.includes('closure'))).toEqual([]);
  expect(lifecycle.closureHandler).toBeUndefined();
  expect(api._features.closure).toBe(false);
  const roles = Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.startsWith('Lifecycle')).map((id) => id.slice(0, -8)).sort();
  expect(roles).toEqual([
    'LifecycleDeleteTenantStateMachineRole', 'LifecycleErasedUserRole', 'LifecycleErasedUserTenantRole', 'LifecycleErasureHandlerRole', 'LifecycleErasureRole',
    'LifecycleFormerMembersHandlerRole', 'LifecycleSweepHandlerRole', 'LifecycleUserErasureHandlerRole',
  ]);
});

describe('wrong options are refused:', () => {
  test.each<[string, Partial<TenantLifecycleProps>, string]>([
    ['a grace period of half a day', { gracePeriod: Duration.hours(12) }, 'gracePeriod must be whole days from 0 to 3650, but was 12 hours.'],
    ['a grace period that is too long', { gracePeriod: Duration.days(3_651) }, 'gracePeriod must be whole days from 0 to 3650, but was 3651 days.'],
    ['no time between the passes', { settlingTime: Duration.seconds(0) }, 'settlingTime must be whole seconds from 1 second to 2 days, but was 0 seconds.'],
    ['a part of a second between the passes', { settlingTime: Duration.millis(1_500) }, 'settlingTime must be whole seconds from 1 second to 2 days, but was 1 second 500 millis.'],
    ['more than two days between the passes', { settlingTime: Duration.hours(49) }, 'settlingTime must be whole seconds from 1 second to 2 days, but was 2 days 1 hour.'],
  ])('%s', (_, props, message) => {
    expect(() => newLifecycle(props)).toThrow(`[Stack/Lifecycle] ${message}`);
  });

  test.each([
    ['no time', Duration.seconds(0)], ['a part of a second', Duration.millis(500)], ['more than a week', Duration.days(8)],
  ])('an eraser with %s', (_, timeout) => {
    const { stack, lifecycle } = newLifecycle();
    expect(() => lifecycle.addEraser(newFunction(stack), { timeout })).toThrow('[Stack/Lifecycle] timeout must be whole seconds from 1 second to 7 days, but was ');
  });

  test.each<[string, object, string]>([
    ['a number as a duration', { gracePeriod: 30 }, 'gracePeriod must be a Duration, but was 30. Use a duration such as Duration.hours(1).'],
    ['a text as a duration', { settlingTime: '1h' }, 'settlingTime must be a Duration, but was "1h". Use a duration such as Duration.hours(1).'],
    ['a text as a boolean', { selfService: 'false' }, 'selfService must be true or false, but was "false". Pass a boolean, or leave it out.'],
  ])('from JavaScript, %s', (_, props, message) => {
    expect(() => newLifecycle(props as TenantLifecycleProps)).toThrow(`[Stack/Lifecycle] ${message}`);
  });

  test('the saga of one tenancy and the API of another', () => {
    const stack = newStack();
    const { saga, api: { _authorizer: authorizer } } = newParts(stack);
    const api = new TenantApi(stack, 'OtherApi', { tables: new TenantTables(stack, 'MoreTables'), authorizer });
    expect(() => new TenantLifecycle(stack, 'Lifecycle', { saga, api }))
      .toThrow('[Stack/Lifecycle] api must have the tables of saga, Stack/Tables/Tenants, but has other ones, Stack/MoreTables/Tenants. Pass parts of one tenancy.');
  });

  test('the lifecycle of one tenancy at the admin API of another', () => {
    const { stack, lifecycle } = newLifecycle();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables: new TenantTables(stack, 'OtherTables') });
    expect(() => adminApi.addLifecycle(lifecycle)).toThrow('[Stack/AdminApi] lifecycle must have the tables of saga, ');
  });

  test('two admin APIs with different origins, because they share the function for sweeps', () => {
    const { stack, tables, lifecycle } = newLifecycle();
    const adminApi = (id: string, corsAllowOrigins?: string[]) => new TenantAdminApi(stack, id, { tables, corsAllowOrigins });
    adminApi('First', ['https://a.example.com']).addLifecycle(lifecycle);
    expect(() => adminApi('Second', ['https://a.example.com']).addLifecycle(lifecycle)).not.toThrow();
    expect(() => adminApi('Third').addLifecycle(lifecycle))
      .toThrow('[Stack/Third] corsAllowOrigins must be the same for all admin APIs with the lifecycle Stack/Lifecycle, because they share the function for sweeps, but differs.');
  });

  test.each(['grantClose', 'grantErase'] as const)('%s of an admin API without a lifecycle', (grant) => {
    const { stack, tables, lifecycle } = newLifecycle();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    adminApi[grant](new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    const missing = [`A lifecycle must be added for ${grant}, but the API has none. Call addLifecycle, leave lifecycle.enabled of Tenancy out, or remove ${grant}.`];
    expect(adminApi.node.validate()).toEqual(missing);
    // It can be added after the grants.
    adminApi.addLifecycle(lifecycle);
    expect(adminApi.node.validate()).toEqual([]);
  });

  test('an API in another stack', () => {
    const app = newApp();
    const other = new Stack(app, 'Other');
    const tables = new TenantTables(other, 'Tables');

    expect(() => newLifecycle(newApi(other, tables), new Stack(app, 'Stack')))
      .toThrow('[Stack/Lifecycle] The API Other/TenantApi must be in the stack of this construct, but was in Other.');
  });

  test('a table whose partition key is a number', () => {
    const { stack, lifecycle } = newLifecycle();
    expect(() => lifecycle.ownsRows(newTable(stack, 'Orders', dynamodb.AttributeType.NUMBER))).toThrow('[Stack/Lifecycle] The table Stack/Orders must have an id as partition key');
  });

  // The rows of the app are deleted first, and the rest of the deletion needs those of the tenancy.
  test.each<['tenants' | 'users']>([['tenants'], ['users']])('the %s table of the tenancy as one of the app', (name) => {
    const { tables, lifecycle } = newLifecycle();
    expect(() => lifecycle.ownsRows(tables[name])).toThrow('[Stack/Lifecycle] table must be a table of the app, but was Stack/Tables/');
  });

  test.each<[string, (lifecycle: TenantLifecycle, stack: Stack) => void, string]>([
    ['a key format without the tenant', (lifecycle, stack) => lifecycle.ownsRows(newTable(stack), { keyFormat: 'TENANT#' }), 'keyFormat must contain {tenantId} exactly once'],
    ['a prefix without a slash', (lifecycle, stack) => lifecycle.ownsPrefix(new s3.Bucket(stack, 'Files'), { prefix: 'a/{tenantId}' }), 'prefix must end with a slash'],
    ['a format that makes the rows of one tenant those of another', (lifecycle, stack) => {
      const table = newTable(stack);
      lifecycle.ownsRows(table, { keyFormat: 'TENANT#{tenantId}' });
      lifecycle.ownsRows(table, { keyFormat: 'TENANT#{tenantId}-orders' });
    }, 'keyFormat must keep the keys of different ids apart'],
    ['a prefix that makes the objects of one tenant those of another', (lifecycle, stack) => {
      const bucket = new s3.Bucket(stack, 'Files');
      lifecycle.ownsPrefix(bucket);
      lifecycle.ownsPrefix(bucket, { prefix: 'data/{tenantId}/', retained: true });
    }, 'prefix must keep the keys of different ids apart'],
  ])('%s', (_, declare, message) => {
    const { stack, lifecycle } = newLifecycle();
    expect(() => declare(lifecycle, stack)).toThrow(`[Stack/Lifecycle] ${message}`);
  });

  test('a lifecycle of a Tenancy that is switched off', () => {
    const tenancy = new Tenancy(newStack(), 'Tenancy', { applicationName: APPLICATION_NAME, lifecycle: { enabled: false } });
    expect(() => tenancy.lifecycle).toThrow('[Stack/Tenancy] lifecycle must be switched on to be used, but lifecycle.enabled was false.');
  });
});

describe('options', () => {
  test.each([[Duration.days(0), '0'], [Duration.days(14), '14'], [Duration.hours(48), '2'], [Duration.days(3_650), '3650']])('set the grace period to %s', (gracePeriod, days) => {
    const { stack } = newLifecycle({ gracePeriod });
    expect(environmentOf(Template.fromStack(stack), CLOSURE).TENANCY_GRACE_PERIOD_DAYS).toBe(days);
  });

  test('set the time between the passes, the name in logs, and the retention of logs', () => {
    const { stack } = newLifecycle({ settlingTime: Duration.minutes(5), serviceName: 'shop', functionOptions: { logRetention: logs.RetentionDays.ONE_WEEK, tracing: lambda.Tracing.DISABLED } });

    const { definition, properties } = machineOf(stack);
    expect(definition.States['Wait for the last sessions'].Seconds).toBe(300);
    expect(properties.TracingConfiguration).toEqual({ Enabled: false });
    const template = Template.fromStack(stack);
    expect(environmentOf(template, SWEEP).POWERTOOLS_SERVICE_NAME).toBe('shop');
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^/aws/vendedlogs/states/.*DeleteTenant')])] }), RetentionInDays: 7 });
  });
});

test('sweeps on a schedule', () => {
  const { template } = defaults();

  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(15 minutes)',
    Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^LifecycleSweepHandler'), 'Arn'] } })],
  });
});

describe('the state machine', () => {
  const read = shared(() => {
    const stack = newStack();
    const parts = newParts(stack);
    const invitations = new TenantInvitations(stack, 'Invitations', parts);
    const lifecycle = new TenantLifecycle(stack, 'Lifecycle', { ...parts, invitations });
    lifecycle.ownsRows(dynamodb.Table.fromTableName(stack, 'Orders', 'orders'), { keyFormat: 'TENANT#{tenantId}' });
    lifecycle.ownsPrefix(s3.Bucket.fromBucketName(stack, 'Files', 'files'));
    lifecycle.addEraser(newFunction(stack, 'Search'));
    lifecycle.addEraser(newFunction(stack, 'Partner'), { timeout: Duration.days(7) });
    lifecycle.addEraserStateMachine(newMachine(stack, 'Archive'), { timeout: Duration.hours(1) });
    return { stack, parts, ...machineOf(stack) };
  });
  const statesOf = () => read().definition.States;
  const tasksOf = () => Object.entries(statesOf()).filter(([, { Type }]) => Type === 'Task');

  test('is a Standard one, whose log contains no data', () => {
    expect(read().properties).toMatchObject({ StateMachineType: 'STANDARD', LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' }, TracingConfiguration: { Enabled: true } });
  });

  test('has a name that the rights of erasers can refer to, and that is different in each stack', () => {
    expect(read().properties.StateMachineName).toEqual({
      'Fn::Join': ['', [expect.stringMatching(/^[\w-]{1,43}-$/), { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]],
    });
  });

  test('sends every error of every task to the dead-letter queue', () => {
    const failing = tasksOf().filter(([name]) => name !== LAST_RESORT);
    expect(failing).toHaveLength(9);
    for (const [name, state] of failing) {
      expect([name, state.Catch]).toEqual([name, [{ ErrorEquals: ['States.ALL'], Next: LAST_RESORT, Assign: { failure: expect.any(Object) } }]]);
    }
  });

  test('sends an input without a tenant there too', async () => {
    const { Default, Choices, Assign } = statesOf()[read().definition.StartAt];
    expect(Default).toBe(LAST_RESORT);
    expect(Assign).toEqual({ failure: expect.objectContaining({ error: 'MalformedEvent' }) });
    const accepts = async (input: unknown) => evaluated(Choices![0].Condition, { states: { context: { Execution: { Input: input } } } });
    const detail = { tenantId: 'a1b2', version: 4, attempt: 1 };
    expect(await accepts({ detail })).toBe(true);
    for (const input of [
      {}, { detail: null }, { detail: 'x' }, { detail: {} }, ...['', '*', 7].map((tenantId) => ({ detail: { ...detail, tenantId } })),
      { detail: { ...detail, version: '4' } }, { detail: { tenantId: 'a1b2' } }, { detail: { ...detail, attempt: null } },
    ]) {
      expect([input, await accepts(input)]).toEqual([input, false]);
    }
  });

  test('retries calls of its functions, and limits their time', () => {
    for (const [name, task] of tasksOf().filter(([id]) => ![LAST_RESORT, 'Call eraser', 'Start eraser'].includes(id))) {
      expect([name, task.Retry!.at(-1)]).toEqual([name, expect.objectContaining({ ErrorEquals: ['States.ALL'], MaxAttempts: 4, JitterStrategy: 'FULL' })]);
      expect([name, task.TimeoutSeconds]).toEqual([name, 300]);
    }
  });

  test('runs its steps in order, and repeats those that are not done', () => {
    const states = statesOf();
    const order: string[] = [];
    for (let name: string | undefined = read().definition.StartAt; name !== undefined;) {
      order.push(name);
      const { Type, Next, Default, Choices }: State = states[name];
      // The first two choices go on if the condition holds. The others repeat something.
      name = Type === 'Choice' && order.length > 3 ? Default : Next ?? Choices?.[0].Next;
    }
    expect(order).toEqual([
      'Is the input well-formed?', 'Begin deletion', 'Is the deletion due?', 'Is there another eraser?', 'Erase data', 'Is data left?', 'Wait for the last sessions', 'List members',
      'Remove tenant from records of members', 'Are there more members?', 'Erase data again', 'Is data left again?', 'Erase data of the tenancy', 'Is data left of the tenancy?',
      'Write tombstone', 'Tenant deleted',
    ]);
    expect(states['Is the deletion due?'].Default).toBe('Nothing to delete');
    expect(states['Nothing to delete'].Type).toBe('Succeed');
    for (const [choice, again] of [
      ['Is there another eraser?', 'Is the eraser a state machine?'], ['Is the eraser a state machine?', 'Start eraser'], ['Is data left?', 'Erase data'], ['Is data left again?', 'Erase data again'], ['Is data left of the tenancy?', 'Erase data of the tenancy'], ['Are there more members?', 'List members'],
    ]) expect([choice, states[choice].Choices!.map(({ Next }) => Next)]).toEqual([choice, [again]]);
    expect(states['Wait for the last sessions'].Seconds).toBe(3_600);
  });

  test('asks for each step with the tenant of the input', () => {
    const payloads = Object.fromEntries(tasksOf().filter(([id]) => ![LAST_RESORT, 'Call eraser'].includes(id)).map(([name, { Arguments }]) => [name, Arguments.Payload]));
    const tenantId = '{% $tenantId %}';
    const ofApp = [
      { kind: 'objects', bucketName: expect.stringMatching(/^name-of-LifecycleExportsBucket/), prefix: '{tenantId}/' },
      { kind: 'rows', tableName: 'orders', keyFormat: 'TENANT#{tenantId}' }, { kind: 'objects', bucketName: 'files', prefix: '{tenantId}/' },
    ];
    expect(payloads).toEqual({
      'Begin deletion': { tenantId, step: 'begin', version: '{% $version %}', attempt: '{% $attempt %}' },
      'Erase data': { tenantId, step: 'eraseData', data: ofApp },
      'List members': { tenantId, step: 'listMembers', after: '{% $after %}' },
      'Remove tenant from records of members': { tenantId, userIds: '{% $states.input.userIds %}' },
      'Erase data again': { tenantId, step: 'eraseData', data: ofApp },
      'Erase data of the tenancy': {
        tenantId,
        step: 'eraseData',
        data: [
          { kind: 'rows', tableName: expect.stringContaining('TablesUsers'), keyFormat: '{tenantId}' }, { kind: 'rows', tableName: expect.stringContaining('Invitations'), keyFormat: '{tenantId}' },
        ],
      },
      'Write tombstone': { tenantId, step: 'writeTombstone' },
    });
    expect(statesOf()[read().definition.StartAt].Choices![0].Assign).toEqual({
      tenantId: '{% $states.context.Execution.Input.detail.tenantId %}',
      version: '{% $states.context.Execution.Input.detail.version %}',
      attempt: '{% $states.context.Execution.Input.detail.attempt %}',
      after: '{% "" %}',
    });
    expect(statesOf()['List members'].Assign).toEqual({ after: '{% $states.result.Payload.after %}' });
  });

  test('calls the erasers one after another, also those that were added after it was defined, and waits for their results', async () => {
    const { 'Begin deletion': begin, 'Call eraser': call, 'Is there another eraser?': hasEraser } = statesOf();
    expect(begin.Assign).toEqual({
      erasers: [{ functionArn: expect.stringContaining('Search'), timeoutSeconds: 86_400 }, { functionArn: expect.stringContaining('Partner'), timeoutSeconds: 604_800 },
        { stateMachineArn: expect.stringContaining('Archive'), timeoutSeconds: 3_600 }],
      eraser: 0,
    });
    expect(call).toEqual({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: expect.any(String), Payload: { tenantId: '{% $tenantId %}', taskToken: '{% $states.context.Task.Token %}' } },
      Assign: { eraser: expect.any(String) },
      TimeoutSeconds: expect.any(String),
      Next: 'Is there another eraser?',
      // Not a failure that an eraser has reported, and not a report that does not come.
      Retry: [{
        ErrorEquals: ['ClientExecutionTimeoutException', 'ServiceException', 'AWSLambdaException', 'SdkClientException', 'TooManyRequestsException'].map((error) => `Lambda.${error}`),
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxAttempts: 6,
        JitterStrategy: 'FULL',
      }],
      Catch: [expect.objectContaining({ Next: LAST_RESORT })],
    });

    const { 'Is the eraser a state machine?': isMachine, 'Start eraser': start } = statesOf();
    expect([isMachine.Default, call.Next, start.Next]).toEqual(['Call eraser', 'Is there another eraser?', 'Is there another eraser?']);
    const called: unknown[] = [];
    const { erasers } = begin.Assign as { erasers: unknown[] };
    for (let eraser = 0; await evaluated(hasEraser.Choices![0].Condition, { erasers, eraser });) {
      const task = await evaluated(isMachine.Choices![0].Condition, { erasers, eraser }) ? start : call;
      const [arn, seconds, next] = await Promise.all([Object.values(task.Arguments)[0], task.TimeoutSeconds, task.Assign!.eraser]
        .map(async (expression) => evaluated(expression as string, { erasers, eraser })));
      called.push([arn, seconds]);
      eraser = next;
    }
    expect(called).toEqual([[expect.stringContaining('Search'), 86_400], [expect.stringContaining('Partner'), 604_800], [expect.stringContaining('Archive'), 3_600]]);
    expect(hasEraser.Default).toBe('Erase data');
  });

  test.each([[[]], [[{ functionArn: 'a', timeoutSeconds: 1 }]]])('calls as many erasers as there are: %j', async (erasers) => {
    const { 'Is there another eraser?': { Choices } } = statesOf();
    const isCalled = await Promise.all([0, 1].map(async (eraser) => evaluated(Choices![0].Condition, { erasers, eraser })));
    expect(isCalled).toEqual([erasers.length > 0, false]);
  });

  test('sends executions that were lost to the dead-letter queue', () => {
    const { stack, parts } = read();
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: ['aws.states'], detail: Match.objectLike({ stateMachineArn: [{ Ref: Match.stringLikeRegexp('DeleteTenant') }] }) }),
      Targets: [Match.objectLike({ Arn: stack.resolve(parts.saga.deadLetterQueue.queueArn) })],
    });
  });

  test('can call exactly its two functions and the erasers, and send dead letters', () => {
    const { stack, parts } = read();
    const statements = statementsOf(Template.fromStack(stack), 'DeleteTenantStateMachineRole');
    const invoked = statements.filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction')).flatMap(({ Action, Resource }) => {
      expect(Action).toBe('lambda:InvokeFunction');
      return [Resource].flat();
    });
    expect(invoked.map((arn: any) => arn['Fn::GetAtt'][0].slice(0, -8)).sort()).toEqual(['LifecycleErasureHandler', 'LifecycleFormerMembersHandler', 'Partner', 'Search']);
    const others = statements.flatMap(({ Action }) => Action).filter((action) => action !== 'lambda:InvokeFunction' && !/^(logs|xray):/.test(action));
    expect(others).toEqual(['sqs:SendMessage', 'states:StartExecution']);
    expect(statements.find(({ Action }) => Action === 'states:StartExecution')!.Resource).toEqual({ Ref: expect.stringMatching(/^Archive/) });
    expect(statements.find(({ Action }) => Action === 'sqs:SendMessage')!.Resource).toEqual(stack.resolve(parts.saga.deadLetterQueue.queueArn));
  });
});

describe('an eraser that is a state machine', () => {
  test('is started with the tenant and the token as its input, and its report is awaited', () => {
    const stack = new Stack(newApp(), 'Stack', { env: ENV });
    const { lifecycle } = newLifecycle({}, stack);
    lifecycle.addEraserStateMachine(newMachine(stack, 'Archive'));
    const { 'Start eraser': start } = machineOf(stack).definition.States;
    expect(start).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken',
      Arguments: {
        StateMachineArn: '{% $erasers[$eraser].stateMachineArn %}', Input: { tenantId: '{% $tenantId %}', taskToken: '{% $states.context.Task.Token %}' },
      },
      TimeoutSeconds: '{% $erasers[$eraser].timeoutSeconds %}',
      Next: 'Is there another eraser?',
    });
    // Not a failure that the eraser has reported, and not a report that does not come.
    expect((start.Retry as Array<{ ErrorEquals: string[] }>).flatMap(({ ErrorEquals }) => ErrorEquals).filter((error) => !error.startsWith('StepFunctions.'))).toEqual([]);
  });

  test('can be started by this state machine, and can report results to it only', () => {
    const stack = new Stack(newApp(), 'Stack', { env: ENV });
    const { lifecycle } = newLifecycle({}, stack);
    const machine = newMachine(stack, 'Archive');
    lifecycle.addEraserStateMachine(machine);

    const template = Template.fromStack(stack);
    const starts = statementsOf(template, 'LifecycleDeleteTenantStateMachineRole').filter(({ Action }) => Action === 'states:StartExecution');
    expect(starts.map(({ Resource }) => resolved(stack, Resource))).toEqual([resolved(stack, machine.stateMachineArn)]);
    expect(statementsOf(template, 'ArchiveRole').map(({ Action, Resource }) => [Action, resolved(stack, Resource)])).toEqual([[
      ['states:SendTaskFailure', 'states:SendTaskSuccess'],
      expect.stringMatching(/^arn:aws:states:eu-north-1:123456789012:stateMachine:[\w-]+-\*$/),
    ]]);
  });

  test('needs a time limit in the same range as a function', () => {
    const { stack, lifecycle } = newLifecycle();
    expect(() => lifecycle.addEraserStateMachine(newMachine(stack, 'Archive'), { timeout: Duration.days(8) }))
      .toThrow('[Stack/Lifecycle] timeout must be whole seconds from 1 second to 7 days, but was 8 days.');
  });
});

describe('an eraser', () => {
  test('can report results to this state machine only', () => {
    const stack = new Stack(newApp(), 'Stack', { env: ENV });
    const { lifecycle } = newLifecycle({}, stack);
    lifecycle.addEraser(newFunction(stack));

    const statements = statementsOf(Template.fromStack(stack), 'EraserServiceRole');
    expect(statements.map(({ Action, Resource }) => [Action, resolved(stack, Resource)])).toEqual([[
      ['states:SendTaskFailure', 'states:SendTaskSuccess'],
      expect.stringMatching(/^arn:aws:states:eu-north-1:123456789012:stateMachine:[\w-]+-\*$/),
    ]]);
    const { properties } = machineOf(stack);
    const [, [beginning]] = properties.StateMachineName['Fn::Join'];
    expect(resolved(stack, statements[0].Resource)).toBe(`arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${beginning}*`);
  });

  test('in another stack makes no cycle: the stack of the lifecycle depends on it', () => {
    const app = newApp();
    const main = new Stack(app, 'Main', { env: ENV });
    const team = new Stack(app, 'Team', { env: ENV });
    const { lifecycle } = newLifecycle({}, main);
    lifecycle.addEraser(newFunction(team));

    app.synth();
    expect(main.dependencies).toEqual([team]);
    expect(team.dependencies).toEqual([]);
  });

  test('that is imported without its role is reported, because it could not send results', () => {
    const { stack, lifecycle } = newLifecycle();
    lifecycle.addEraser(lambda.Function.fromFunctionArn(stack, 'Imported', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:eraser`));

    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('states:SendTaskSuccess'))).not.toEqual([]);
  });
});

describe('the admin API', () => {
  test('has the routes only with a lifecycle, and repairs deletions with it', () => {
    const { stack, tables, saga, lifecycle } = newLifecycle();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables, saga, corsAllowOrigins: ['https://admin.example.com'] });
    const operator = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
    adminApi.grantOperate(operator);
    const ROUTES = ['PUT /tenant/{tenantId}/closure AWS_IAM', 'DELETE /tenant/{tenantId}/closure AWS_IAM', 'POST /sweeps AWS_IAM'];
    adminApi.addLifecycle(lifecycle);

    const template = Template.fromStack(stack);
    expect(methodsOf(template)).toEqual(expect.arrayContaining(ROUTES));
    expect(environmentOf(template, SWEEP).TENANCY_CORS_ALLOW_ORIGINS).toBe('https://admin.example.com');
    const variables = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.Environment.Variables);
    expect(variables.filter(({ TENANCY_ROLES: roles, TENANCY_GRACE_PERIOD_DAYS: days }) => roles !== undefined && days !== undefined).map(({ TENANCY_GRACE_PERIOD_DAYS: days }) => days)).toEqual(['30']);
    const { deleteTenant: { stateMachineArn } } = lifecycle;
    const repairing = variables.find(({ TENANCY_ADD_FIRST_ADMIN_ARN: arn }) => arn !== undefined)!;
    expect(repairing.TENANCY_DELETE_TENANT_ARN).toEqual(stack.resolve(stateMachineArn));
    expect(statementsOf(template, 'AdminApiRepairHandler').filter(({ Action }) => Action === 'states:StartExecution').flatMap(({ Resource }) => Resource)).toContainEqual(stack.resolve(stateMachineArn));
    // Stage for services, stage for operators, and the schedule.
    const callers = Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(stack.resolve(lifecycle.sweepHandler.functionArn)));
    expect(callers.map(({ Principal }) => Principal).sort()).toEqual(['apigateway.amazonaws.com', 'apigateway.amazonaws.com', 'events.amazonaws.com']);
  });

  test('has none of them without a lifecycle', () => {
    const stack = newStack();
    const { tables, saga } = newParts(stack);
    new TenantAdminApi(stack, 'AdminApi', { tables, saga });

    const template = Template.fromStack(stack);
    expect(methodsOf(template).filter((method) => /closure|sweeps/.test(method))).toEqual([]);
    const variables = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.Environment.Variables);
    expect(variables.filter(({ TENANCY_GRACE_PERIOD_DAYS: days }) => days !== undefined)).toEqual([expect.objectContaining({ TENANCY_GRACE_PERIOD_DAYS: '' })]);
    expect(variables.filter(({ TENANCY_DELETE_TENANT_ARN: arn }) => arn !== undefined)).toEqual([expect.objectContaining({ TENANCY_DELETE_TENANT_ARN: '' })]);
  });

  test('can be in a stack of its own, which then depends on the one of the lifecycle', () => {
    const app = newApp();
    const main = new Stack(app, 'Main');
    const admin = new Stack(app, 'Admin');
    const { tables, saga, lifecycle } = newLifecycle({}, main);
    const adminApi = new TenantAdminApi(admin, 'AdminApi', { tables, saga });
    adminApi.addLifecycle(lifecycle);
    adminApi.grantOperate(new iam.Role(admin, 'Operator', { assumedBy: new iam.AccountRootPrincipal() }));

    app.synth();
    expect(admin.dependencies).toEqual([main]);
    expect(main.dependencies).toEqual([]);
  });
});

describe('rights', () => {
  const actionsByResource = (stack: Stack, statements: Statement[]) => statements
    .filter(({ Action }) => ![Action].flat().some((action) => OBSERVABILITY_ACTIONS.includes(action)))
    .map(({ Action, Resource, Condition }) => [Action, resolved(stack, Resource), Condition]);

  test('of the functions that change data are only to assume the scoped roles', () => {
    const { stack, template, lifecycle } = defaults();
    const roleOf = (id: string) => resolved(stack, (lifecycle.node.findChild(id) as iam.Role).roleArn);

    const assume = (id: string) => [['sts:AssumeRole', 'sts:TagSession'], roleOf(id), undefined];
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleErasureHandler'))).toEqual([assume('ErasureRole')]);
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleClosureHandler'))).toEqual([assume('TenantRole'), assume('UserRole')]);
  });

  test('of the function for former members are to write records of users, and no memberships', () => {
    const { stack, template, tables } = defaults();
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleFormerMembersHandler'))).toEqual([[
      'dynamodb:UpdateItem', resolved(stack, tables.users.tableArn), { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['@*'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } },
    ]]);
  });

  test('of the sweep are to find closing tenants and to start their deletion', () => {
    const { stack, template, tables, lifecycle } = defaults();
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleSweepHandler'))).toEqual([
      ['dynamodb:Query', `${resolved(stack, tables.tenants.tableArn)}/index/status-index`, undefined],
      ['states:StartExecution', resolved(stack, lifecycle.deleteTenant.stateMachineArn), undefined],
      ['states:DescribeExecution', expect.stringMatching(/:execution:.*:\*$/), undefined],
    ]);
  });

  test('of the session that erases a tenant are restricted to its rows and its exports, except for the names of the keys', () => {
    const { stack, template, tables, lifecycle } = defaults();
    const [tenants, users] = [tables.tenants, tables.users].map(({ tableArn }) => resolved(stack, tableArn));
    const exportsArn = resolved(stack, lifecycle.exportsBucket!.bucketArn);
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleErasureRole'))).toEqual([
      [['dynamodb:BatchWriteItem', 'dynamodb:Query'], users, TENANT_ROWS],
      ['dynamodb:DescribeTable', users, undefined],
      [['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], tenants, TENANT_ROWS],
      [['s3:DeleteObject', 's3:DeleteObjectVersion'], `${exportsArn}/\${aws:PrincipalTag/tenantId}/*`, undefined],
      ['s3:ListBucketVersions', exportsArn, { StringLike: { 's3:prefix': ['${aws:PrincipalTag/tenantId}/*'] } }],
    ]);
  });

  test('of the sessions that close and restore a tenant are restricted to its rows, and to the user', () => {
    const { stack, template, tables } = defaults();
    const [tenants, users] = [tables.tenants, tables.users].map(({ tableArn }) => resolved(stack, tableArn));
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleTenantRole'))).toEqual([
      [['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'], tenants, TENANT_ROWS],
      [['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem'], users, TENANT_ROWS],
    ]);
    expect(actionsByResource(stack, statementsOf(template, 'LifecycleUserRole'))).toEqual([
      ['dynamodb:GetItem', users, leadingKeysAre('@${aws:PrincipalTag/userId}')],
      ['dynamodb:Query', `${users}/index/user-index`, leadingKeysAre('${aws:PrincipalTag/userId}')],
    ]);
  });

  test('on invitations exist only with invitations', () => {
    expect(JSON.stringify(statementsOf(defaults().template, 'LifecycleErasureRole'))).not.toContain('Invitations');

    const stack = newStack();
    const parts = newParts(stack);
    const invitations = new TenantInvitations(stack, 'Invitations', parts);
    new TenantLifecycle(stack, 'Lifecycle', { ...parts, invitations });
    const arn = resolved(stack, invitations.table.tableArn);
    expect(actionsByResource(stack, statementsOf(Template.fromStack(stack), 'LifecycleErasureRole')).filter(([, resource]) => resource === arn)).toEqual([
      [['dynamodb:BatchWriteItem', 'dynamodb:Query'], arn, TENANT_ROWS], ['dynamodb:DescribeTable', arn, undefined],
    ]);
  });

  describe('of the session of the tenant t1, as an IAM evaluator decides,', () => {
    const policies = shared(() => {
      const stack = new Stack(newApp(), 'Stack', { env: ENV });
      const parts = newLifecycle({}, stack);
      const { lifecycle, tables } = parts;
      lifecycle.ownsRows(dynamodb.Table.fromTableArn(stack, 'Orders', TABLE_ARN), { keyFormat: 'TENANT#{tenantId}' });
      lifecycle.ownsPrefix(s3.Bucket.fromBucketArn(stack, 'Files', BUCKET_ARN), { prefix: 'uploads/{tenantId}/' });
      const known = Object.fromEntries([tables.tenants, tables.users].map((table) => {
        const id = stack.getLogicalId(table.node.defaultChild as dynamodb.CfnTable);
        return [id, `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${id}`];
      }));
      const [tenantsArn, usersArn] = Object.values(known);
      return { policy: { Version: '2012-10-17', Statement: resolved(stack, statementsOf(Template.fromStack(stack), 'LifecycleErasureRole'), known) }, tenantsArn, usersArn };
    });
    const allows = async (action: string, resource: string, context: Record<string, string | string[]> = {}, tag = 't1') => isAllowed({
      action, resource, identityPolicies: [policies().policy], accountId: ACCOUNT, context: { ...context, ...tag !== '' && { 'aws:PrincipalTag/tenantId': tag } },
    });
    const keys = (...values: string[]) => ({ 'dynamodb:LeadingKeys': values });

    test.each<[string, string[], boolean]>([
      ['dynamodb:Query', ['TENANT#t1'], true],
      ['dynamodb:BatchWriteItem', ['TENANT#t1', 'TENANT#t1'], true],
      ['dynamodb:BatchWriteItem', ['TENANT#t1', 'TENANT#t2'], false],
      ['dynamodb:Query', ['TENANT#t2'], false],
      ['dynamodb:Query', ['TENANT#t10'], false],
      ['dynamodb:Query', ['t1'], false],
      ['dynamodb:GetItem', ['TENANT#t1'], false],
      ['dynamodb:Scan', ['TENANT#t1'], false],
      ['dynamodb:DeleteTable', ['TENANT#t1'], false],
    ])('%s of rows of the app with the keys %j is allowed: %s', async (action, values, isExpected) => {
      expect(await allows(action, TABLE_ARN, keys(...values))).toBe(isExpected);
    });

    test('requests without a key are denied, except for the names of the keys of a declared table', async () => {
      expect(await allows('dynamodb:DescribeTable', TABLE_ARN)).toBe(true);
      expect(await allows('dynamodb:DescribeTable', TABLE_ARN.replace('orders', 'other'))).toBe(false);
      expect(await allows('dynamodb:Query', TABLE_ARN)).toBe(false);
      expect(await allows('dynamodb:BatchWriteItem', TABLE_ARN)).toBe(false);
    });

    test('a session without the tag can do nothing', async () => {
      expect(await allows('dynamodb:Query', TABLE_ARN, keys('TENANT#t1'), '')).toBe(false);
      expect(await allows('s3:DeleteObjectVersion', `${BUCKET_ARN}/uploads/t1/a.pdf`, {}, '')).toBe(false);
      expect(await allows('s3:ListBucketVersions', BUCKET_ARN, { 's3:prefix': 'uploads/t1/' }, '')).toBe(false);
    });

    test.each<[string, 'tenantsArn' | 'usersArn', string[], boolean]>([
      ['dynamodb:PutItem', 'tenantsArn', ['t1'], true],
      ['dynamodb:UpdateItem', 'tenantsArn', ['t1'], true],
      ['dynamodb:PutItem', 'tenantsArn', ['t2'], false],
      ['dynamodb:GetItem', 'tenantsArn', ['t2'], false],
      ['dynamodb:DeleteItem', 'tenantsArn', ['t1'], false],
      ['dynamodb:BatchWriteItem', 'usersArn', ['t1'], true],
      ['dynamodb:BatchWriteItem', 'usersArn', ['t1', 't2'], false],
      ['dynamodb:BatchWriteItem', 'usersArn', ['@ada'], false],
      ['dynamodb:GetItem', 'usersArn', ['t1'], false],
      ['dynamodb:UpdateItem', 'usersArn', ['t1'], false],
    ])('%s in %s of the tenancy with the keys %j is allowed: %s', async (action, table, values, isExpected) => {
      expect(await allows(action, policies()[table], keys(...values))).toBe(isExpected);
    });

    test.each([['uploads/t1/a.pdf', true], ['uploads/t1/2026/a.pdf', true], ['uploads/t10/a.pdf', false], ['uploads/t2/a.pdf', false], ['t1/a.pdf', false], ['uploads/t1', false]])(
      'the versions of %s can be deleted: %s, and nobody can read or write them', async (key, isOwn) => {
        for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion']) expect([action, await allows(action, `${BUCKET_ARN}/${key}`)]).toEqual([action, isOwn]);
        for (const action of ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:BypassGovernanceRetention', 's3:PutObjectLegalHold']) {
          expect([action, await allows(action, `${BUCKET_ARN}/${key}`)]).toEqual([action, false]);
        }
      });

    test.each([['uploads/t1/', true], ['uploads/t1', false], ['uploads/t10/', false], ['uploads/', false], ['', false]])('versions can be listed with the prefix %j: %s', async (prefix, isOwn) => {
      expect(await allows('s3:ListBucketVersions', BUCKET_ARN, { 's3:prefix': prefix })).toBe(isOwn);
      expect(await allows('s3:ListBucket', BUCKET_ARN, { 's3:prefix': prefix })).toBe(false);
    });
  });

  describe('on encrypted data', () => {
    const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`;
    const policyOf = shared(() => {
      const stack = new Stack(new App(), 'Stack', { env: ENV });
      const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY_ARN);
      const { lifecycle } = newLifecycle({}, stack);
      lifecycle.ownsRows(dynamodb.Table.fromTableAttributes(stack, 'Orders', { tableArn: TABLE_ARN, encryptionKey }));
      lifecycle.ownsPrefix(s3.Bucket.fromBucketAttributes(stack, 'Files', { bucketArn: BUCKET_ARN, encryptionKey }));
      return { Version: '2012-10-17', Statement: resolved(stack, statementsOf(Template.fromStack(stack), 'LifecycleErasureRole')) };
    });
    const decide = (action: string, context: Record<string, string>) => isKeyUseAllowed({
      action, resource: KEY_ARN, identityPolicies: [policyOf()], accountId: ACCOUNT, context: { 'aws:PrincipalTag/tenantId': 't1', ...context },
    });
    const through = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });
    const tableIs = (name: string) => ({ 'kms:EncryptionContext:aws:dynamodb:tableName': name, 'kms:EncryptionContext:aws:dynamodb:subscriberId': ACCOUNT });

    test('allow the key of a declared table through DynamoDB, for this table only', () => {
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
        expect(decide(action, { ...through('dynamodb'), ...tableIs('orders') })).toBe(true);
        expect(decide(action, { ...through('dynamodb'), ...tableIs('payments') })).toBe(false);
        expect(decide(action, tableIs('orders'))).toBe(false);
      }
    });

    test('allow no key of a bucket, because a deletion does not decrypt', () => {
      for (const arn of [`${BUCKET_ARN}/t1/a.pdf`, BUCKET_ARN]) {
        expect(decide('kms:Decrypt', { ...through('s3'), 'kms:EncryptionContext:aws:s3:arn': arn })).toBe(false);
      }
    });

    test('allow the key of the tenancy to the functions and the roles that use its tables, and the state machine that of the queue', () => {
      const stack = newStack();
      const parts = newParts(stack, new kms.Key(stack, 'Key'));
      new TenantLifecycle(stack, 'Lifecycle', parts);

      const template = Template.fromStack(stack);
      const writing = expect.arrayContaining(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']);
      for (const role of ['LifecycleErasureRole', 'LifecycleFormerMembersHandler', 'LifecycleTenantRole']) expect([role, actionsOf(template, role)]).toEqual([role, writing]);
      for (const role of ['LifecycleSweepHandler', 'LifecycleUserRole']) {
        expect([role, actionsOf(template, role).filter((action) => action.startsWith('kms:'))]).toEqual([role, expect.arrayContaining(['kms:Decrypt'])]);
        expect(actionsOf(template, role)).not.toContain('kms:Encrypt');
      }
      expect(actionsOf(template, 'DeleteTenantStateMachineRole')).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']));
      for (const role of ['LifecycleErasureHandler', 'LifecycleClosureHandler']) expect(actionsOf(template, role).filter((action) => action.startsWith('kms:'))).toEqual([]);
      const uses = ['Lifecycle', 'DeleteTenant'].flatMap((id) => statementsOf(template, id)).filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')));
      for (const { Condition } of uses) expect(Condition).toMatchObject({ StringLike: { 'kms:ViaService': expect.anything() } });
    });
  });
});

describe('declared data', () => {
  function newIsolated() {
    const stack = newStack();
    const isolation = new TenantIsolation(stack, 'Isolation');
    const { lifecycle, tables } = newLifecycle({ isolation }, stack);
    return { stack, isolation, lifecycle, tables, table: newTable(stack), bucket: new s3.Bucket(stack, 'Files') };
  }
  const warningsOf = (stack: Stack) => Annotations.fromStack(stack).findWarning('/Stack/Lifecycle', Match.anyValue()).map(({ entry }) => String(entry.data));

  test('cannot be declared to be kept and to be deleted, in any order', () => {
    for (const [first, second] of [[true, false], [false, true]]) {
      const { lifecycle, table, bucket } = newIsolated();
      lifecycle.ownsRows(table, { retained: first });
      lifecycle.ownsPrefix(bucket, { retained: first });
      expect(() => lifecycle.ownsRows(table, { retained: second })).toThrow(/retained must be the same each time/);
      expect(() => lifecycle.ownsPrefix(bucket, { retained: second })).toThrow(/retained must be the same each time/);
    }
  });

  test('that is retained is granted to no one, and not in the definition', () => {
    const before = JSON.stringify(statementsOf(Template.fromStack(newIsolated().stack), 'LifecycleErasureRole'));
    const again = newIsolated();
    again.lifecycle.ownsRows(again.table, { retained: true });
    again.lifecycle.ownsPrefix(again.bucket, { retained: true });

    expect(JSON.stringify(statementsOf(Template.fromStack(again.stack), 'LifecycleErasureRole'))).toBe(before);
    // Only the exports, which are copies.
    expect(machineOf(again.stack).definition.States['Erase data'].Arguments.Payload.data).toEqual([expect.objectContaining({ kind: 'objects', bucketName: expect.stringContaining('Exports') })]);
  });

  test('causes no warning, whether it is deleted or kept, and whatever grants it', () => {
    const { stack, isolation, lifecycle, table, bucket } = newIsolated();
    isolation.grantReadRows(table);
    isolation.grantReadWriteRows(table, { keyFormat: 'INVOICE#{tenantId}' });
    isolation.grantReadPrefix(bucket);
    isolation.grantReadWritePrefix(bucket);
    lifecycle.ownsRows(table);
    lifecycle.ownsRows(table, { keyFormat: 'INVOICE#{tenantId}', retained: true });
    lifecycle.ownsPrefix(bucket);

    expect(warningsOf(stack)).toEqual([]);
  });

  test('does not have to be granted', () => {
    const { stack, lifecycle, table } = newIsolated();
    lifecycle.ownsRows(table);

    expect(warningsOf(stack)).toEqual([]);
  });

  test('does not include the rows of the tenancy, which are deleted in any case', () => {
    const { stack, isolation, tables } = newIsolated();
    isolation.grantReadRows(tables.tenants);
    isolation.grantReadRows(tables.users);

    expect(warningsOf(stack)).toEqual([]);
  });

  test('that is missing causes a warning that says what stays and what to call', () => {
    const { stack, isolation, table, bucket } = newIsolated();
    isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}' });
    isolation.grantReadWritePrefix(bucket, { prefix: 'uploads/{tenantId}/' });

    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(/^The rows of the table Stack\/Orders with the keyFormat "TENANT#\{tenantId\}" are granted to Stack\/Isolation, but stay when their tenant is deleted\. Call ownsRows .*\[ack: cdk-tenancy:dataOutlivesTenants:Stack\/Orders/s),
      expect.stringMatching(/^The objects of the bucket Stack\/Files with the prefix "uploads\/\{tenantId\}\/" are granted to Stack\/Isolation, but stay when their tenant is deleted\. Call ownsPrefix /),
    ]);
  });

  test('with another key format does not stand for the granted one', () => {
    const { stack, isolation, lifecycle, table } = newIsolated();
    isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}' });
    isolation.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}#ORDERS' });
    lifecycle.ownsRows(table, { keyFormat: 'TENANT#{tenantId}' });

    expect(warningsOf(stack)).toEqual([expect.stringContaining('with the keyFormat "TENANT#{tenantId}#ORDERS"')]);
  });

  test('that only a second isolation grants is reported too', () => {
    const { stack, lifecycle, table, bucket } = newIsolated();
    const second = new TenantIsolation(stack, 'SecondIsolation');
    second.grantReadWriteRows(table, { keyFormat: 'TENANT#{tenantId}' });
    second.grantReadWritePrefix(bucket, { prefix: 'uploads/{tenantId}/' });
    lifecycle.ownsPrefix(bucket, { prefix: 'uploads/{tenantId}/' });

    expect(warningsOf(stack)).toEqual([expect.stringContaining('Stack/Orders with the keyFormat "TENANT#{tenantId}" are granted to Stack/SecondIsolation')]);
  });

  test('is not checked without an isolation', () => {
    const { stack } = newLifecycle();
    new TenantIsolation(stack, 'Isolation').grantReadWriteRows(newTable(stack));

    expect(warningsOf(stack)).toEqual([]);
  });

  test('of a Tenancy is checked, also if it is granted after the declaration', () => {
    const stack = newStack();
    const { isolation, lifecycle } = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME });
    const [declared, undeclared] = [newTable(stack, 'Declared'), newTable(stack, 'Undeclared')];
    lifecycle.ownsRows(declared);
    isolation.grantReadWriteRows(declared);
    isolation.grantReadWriteRows(undeclared);

    const warnings = Annotations.fromStack(stack).findWarning('/Stack/Tenancy/Lifecycle', Match.stringLikeRegexp('stay when their tenant is deleted'));
    expect(warnings.map(({ entry }) => String(entry.data))).toEqual([expect.stringContaining('Stack/Undeclared')]);
  });
});

describe('tokens that are valid after the last pass of a deletion', () => {
  const WARNING = Match.stringLikeRegexp('settlingTime or gracePeriod should be at least the validity of the tokens');
  const warningsFor = (client: cognito.UserPoolClientOptions, times: Partial<TenantLifecycleProps>) => {
    const stack = newStack();
    const tables = new TenantTables(stack, 'Tables');
    const userPool = new cognito.UserPool(stack, 'Pool');
    const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Client', client)] });
    const api = new TenantApi(stack, 'TenantApi', { tables, authorizer });
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus: new events.EventBus(stack, 'Bus') });
    new TenantLifecycle(stack, 'Lifecycle', { saga, api, ...times });
    return Annotations.fromStack(stack).findWarning('/Stack/Lifecycle', WARNING).map(({ entry }) => entry.data as string);
  };
  const NONE = Duration.days(0);

  test.each<[string, cognito.UserPoolClientOptions, Partial<TenantLifecycleProps>]>([
    ['without a grace period, and with a shorter time between the passes', {}, { gracePeriod: NONE, settlingTime: Duration.minutes(30) }],
    ['with a long validity', { accessTokenValidity: Duration.hours(3) }, { gracePeriod: NONE }],
  ])('are reported %s', (_, client, times) => {
    expect(warningsFor(client, times)).toEqual([expect.stringContaining('With a token from before the closure, code of the app can write data that stays.')]);
  });

  test.each<[string, cognito.UserPoolClientOptions, Partial<TenantLifecycleProps>]>([
    ['with all defaults', {}, {}],
    ['if they expire during the grace period', { accessTokenValidity: Duration.hours(24) }, { gracePeriod: Duration.days(1), settlingTime: Duration.seconds(1) }],
    ['if they expire between the passes', { accessTokenValidity: Duration.hours(3) }, { gracePeriod: NONE, settlingTime: Duration.hours(3) }],
    ['for ID tokens, which the API does not accept', { idTokenValidity: Duration.hours(3) }, { gracePeriod: NONE }],
  ])('are not reported %s', (_, client, times) => {
    expect(warningsFor(client, times)).toEqual([]);
  });
});
