import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { actionsOf, APPLICATION_NAME, newApp, newParts, newStack, newUserPool, OBSERVABILITY_ACTIONS, rightsByRole, statementsOf } from './support';
import {
  PreTokenEnricher, TenantAdminApi, type TenantAdminApiAttributes, type TenantAdminApiProps, TenantApi, TenantAuthorizer, TenantCreationSaga,
  type TenantCreationSagaProps, TenantLifecycle, type TenantTables, UserSessions,
} from '../../src';
import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OWNER_ROUTE, SUSPENSION_ROUTE, SWEEP_ROUTE,
  SESSIONS_ADMINISTRATION_ROUTE, TENANT_ADMINISTRATION_ROUTE, USER_ERASURE_ROUTE,
} from '../../src/contract/admin-routes';
import type { Route } from '../../src/contract/routes';
import { isAllowed } from '../iam-evaluator';

const ROUTES = [
  ADMIN_API_ROUTE, TENANT_ADMINISTRATION_ROUTE, SUSPENSION_ROUTE, OWNER_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, SWEEP_ROUTE,
  USER_ERASURE_ROUTE, SESSIONS_ADMINISTRATION_ROUTE, AUDIT_ADMINISTRATION_ROUTE,
].flatMap<Route>((group) => Object.values(group));

const API_ARN = 'arn:aws:execute-api:us-east-1:000000000000:abcdef123/prod';

function newAdminApi(props: Partial<TenantAdminApiProps> = {}) {
  const stack = newStack();
  const { tables } = newParts(stack);
  return { stack, tables, adminApi: new TenantAdminApi(stack, 'AdminApi', { tables, ...props }) };
}

function newTenantApi(stack: Stack, tables: TenantTables): TenantApi {
  const userPool = newUserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')] });
  return new TenantApi(stack, 'TenantApi', { tables, authorizer });
}

/** A lifecycle, which some grants require. */
function newLifecycle(stack: Stack, tables: TenantTables, api = newTenantApi(stack, tables)): TenantLifecycle {
  return new TenantLifecycle(stack, 'Lifecycle', {
    saga: new TenantCreationSaga(stack, 'LifecycleSaga', { applicationName: APPLICATION_NAME, tables, eventBus: new events.EventBus(stack, 'LifecycleBus') }),
    api,
  });
}

test('requires IAM, and has no CORS', () => {
  const { stack } = newAdminApi();

  const methods = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => `${Properties.HttpMethod} ${Properties.AuthorizationType}`);
  expect(new Set(methods)).toEqual(new Set(['GET AWS_IAM', 'PUT AWS_IAM', 'POST AWS_IAM', 'DELETE AWS_IAM']));
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse'))).not.toContain('Access-Control');
});

test('allows the given origins with CORS', () => {
  const stack = newStack();
  new TenantAdminApi(stack, 'AdminApi', { tables: newParts(stack).tables, corsAllowOrigins: ['https://admin.example.com'] });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' });
  template.allResourcesProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://admin.example.com'" },
  });
  template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_CORS_ALLOW_ORIGINS: 'https://admin.example.com' } } });
});

test('has no response for callers that an authorizer refuses, because it has no authorizer', () => {
  const responses = Object.values(Template.fromStack(newAdminApi().stack).findResources('AWS::ApiGateway::GatewayResponse'));
  expect(responses.map(({ Properties }) => Properties.ResponseType).sort())
    .toEqual(['ACCESS_DENIED', 'DEFAULT_4XX', 'DEFAULT_5XX', 'MISSING_AUTHENTICATION_TOKEN', 'THROTTLED']);
});

test('has no resource policy, because it would let in callers without their own rights', () => {
  Template.fromStack(newAdminApi().stack).hasResourceProperties('AWS::ApiGateway::RestApi', { Policy: Match.absent() });
});

test('reads tenants and memberships, queries the indexes, and writes nothing', () => {
  const { stack, tables } = newAdminApi();

  const statements = statementsOf(Template.fromStack(stack), 'AdminApiHandler').filter(({ Action }) => `${[Action].flat()}`.includes('dynamodb'));
  const [tenants, users] = [tables.tenants, tables.users].map(({ tableArn }) => stack.resolve(tableArn));
  const index = (table: unknown, name: string) => ({ 'Fn::Join': ['', [table, `/index/${name}`]] });
  expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ['dynamodb:BatchGetItem', tenants],
    ['dynamodb:BatchGetItem', users],
    ['dynamodb:Query', index(users, 'user-index')],
    ['dynamodb:Query', [index(tenants, 'status-index'), index(users, 'email-index')]],
  ]);
});

test('derives the tenants of sign-ups only with a saga, which creates them', () => {
  const nameIn = ({ stack }: ReturnType<typeof newAdminApi>) => Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
    .find(([id]) => /^AdminApiHandler/.test(id))![1].Properties.Environment.Variables.TENANCY_APPLICATION_NAME;
  expect(nameIn(newAdminApi())).toBe('');
  const stack = newStack();
  const parts = newParts(stack);
  new TenantAdminApi(stack, 'AdminApi', { tables: parts.tables, saga: new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, ...parts }) });
  expect(nameIn({ stack } as ReturnType<typeof newAdminApi>)).toBe(APPLICATION_NAME);
});

describe('the look-up function', () => {
  test('is added by the first use of its ARN, once', () => {
    const { stack, adminApi } = newAdminApi();
    expect(adminApi.lookUpHandler).toBeUndefined();

    const { lookUpFunctionArn } = adminApi;

    expect(adminApi.lookUpFunctionArn).toBe(lookUpFunctionArn);
    expect(adminApi.lookUpHandler!.functionArn).toBe(lookUpFunctionArn);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function'))).toHaveLength(3);
  });

  test('reads users and their tenants by key, and cannot list tenants, find addresses or write', () => {
    const { stack, tables, adminApi } = newAdminApi();
    void adminApi.lookUpFunctionArn;

    const statements = statementsOf(Template.fromStack(stack), 'AdminApiLookUpHandler').filter(({ Action }) => `${[Action].flat()}`.includes('dynamodb'));
    const [tenants, users] = [tables.tenants, tables.users].map(({ tableArn }) => stack.resolve(tableArn));
    expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['dynamodb:BatchGetItem', tenants],
      ['dynamodb:BatchGetItem', users],
      ['dynamodb:Query', { 'Fn::Join': ['', [users, '/index/user-index']] }],
    ]);
  });

  test('can be called by no service', () => {
    const { stack, adminApi } = newAdminApi();
    const { lookUpFunctionArn } = adminApi;
    const permissions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
    expect(permissions.map(({ Properties }) => Properties.FunctionName)).not.toContainEqual(stack.resolve(lookUpFunctionArn));
  });
});

test('changes tenants and memberships in a separate function with the roles and limits', () => {
  const stack = newStack();
  const { tables } = newParts(stack);
  new TenantAdminApi(stack, 'AdminApi', { tables, roles: ['auditor'], limits: { membersPerTenant: 7 } });

  const template = Template.fromStack(stack);
  expect(new Set(actionsOf(template, 'AdministrationHandler'))).toEqual(new Set([
    'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query',
    'dynamodb:UpdateItem', ...OBSERVABILITY_ACTIONS,
  ]));
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TENANCY_ROLES: 'admin,member,auditor', TENANCY_MAX_MEMBERS_PER_TENANT: '7', TENANCY_MAX_TENANTS_PER_USER: '10' } },
  });
});

/** The routes that a role can call, as `METHOD /path`. */
function routesOf(template: Template, role: string): string[] {
  return statementsOf(template, role).filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) => {
    expect(Action).toBe('execute-api:Invoke');
    return [Resource].flat().map((arn) => JSON.stringify(arn).replace(/^.*"\/([A-Z]+)(\/[^"]*)".*$/, '$1 $2'));
  }).sort();
}

test.each([
  ['grantLookUp', ['GET /tenants/*']],
  ['grantInvoke', [
    'GET /memberships', 'GET /tenant/*', 'GET /tenant/*/invitations', 'GET /tenant/*/members', 'GET /tenants', 'GET /tenants/*',
  ]],
  ['grantAdminister', [
    'DELETE /tenant/*/invitations/*', 'DELETE /tenant/*/members/*', 'POST /tenant/*/invitations', 'POST /tenant/*/invitations/*/resend',
    'POST /tenant/*/members', 'PUT /tenant/*', 'PUT /tenant/*/members/*',
  ]],
] as const)('%s allows its grantee to call only its routes', (method, routes) => {
  const { stack, adminApi } = newAdminApi();
  const role = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });

  const grant = adminApi[method](role);

  expect(grant.success).toBe(true);
  expect(routesOf(Template.fromStack(stack), 'Operator')).toEqual(routes);
});

test('warns about a grant to a principal whose policies are not in this app', () => {
  const { stack, adminApi } = newAdminApi();
  adminApi.grantInvoke(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/team'));

  Annotations.fromStack(stack).hasWarning('/Stack/AdminApi', Match.stringLikeRegexp('adds no statement.*give the principal execute-api:Invoke yourself'));
});

describe('grantOperate', () => {
  const newOperator = (stack: Stack) => new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });

  test('allows all routes, on the stage for operators alone', () => {
    const { stack, adminApi } = newAdminApi();

    expect(adminApi.grantOperate(newOperator(stack)).success).toBe(true);

    const template = Template.fromStack(stack);
    expect(routesOf(template, 'Operator')).toEqual(ROUTES
      .filter(({ path }) => path !== ADMIN_API_ROUTE.repair.path)
      .map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '*')}`).sort());
    const arns = statementsOf(template, 'Operator').flatMap(({ Resource }) => [Resource].flat()).map((arn) => JSON.stringify(arn));
    for (const arn of arns) expect(arn).toMatch(/"Ref":"AdminApiOperatorStage/);
  });

  test('adds one stage, with the settings of the other one, that can invoke every function', () => {
    const { stack, adminApi } = newAdminApi({ apiOptions: { throttling: { rateLimit: 5 } } });
    adminApi.grantOperate(newOperator(stack));
    adminApi.grantOperate(new iam.Role(stack, 'Another', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(stack.resolve(adminApi.operatorUrl)).toEqual({ 'Fn::Join': ['', expect.arrayContaining([expect.objectContaining({ Ref: expect.stringMatching(/^AdminApiOperatorStage/) })])] });

    const template = Template.fromStack(stack);
    const stages = Object.values(template.findResources('AWS::ApiGateway::Stage')).map(({ Properties }) => Properties);
    expect(stages.map(({ StageName }) => StageName).sort()).toEqual(['operators', 'prod']);
    const [one, other] = stages.map(({ StageName: _, AccessLogSetting: { Format }, ...settings }) => ({ ...settings, Format }));
    expect(one).toEqual(other);
    const invokers = Object.entries(template.findResources('AWS::Lambda::Permission')).filter(([id]) => id.includes('InvokeByOperators'));
    expect(invokers).toHaveLength(Object.keys(template.findResources('AWS::Lambda::Function')).length);
  });

  test('is not possible without a stage that operators can reach', () => {
    const certificate = acm.Certificate.fromCertificateArn(new Stack(), 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/1');
    const { stack, adminApi } = newAdminApi({ apiOptions: { domain: { domainName: 'admin.example.com', certificate, disableExecuteApiEndpoint: true } } });

    expect(() => adminApi.grantOperate(newOperator(stack))).toThrow('[Stack/AdminApi] domain.disableExecuteApiEndpoint must be false if operators call '
      + 'the API, but was true. Leave it out: the operators\' stage has no custom domain.');
  });
});

test('has no stage for operators unless it is asked for one', () => {
  Template.fromStack(newAdminApi().stack).resourceCountIs('AWS::ApiGateway::Stage', 1);
});

type GrantMethod = 'grantLookUp' | 'grantInvoke' | 'grantAdminister' | 'grantSuspend' | 'grantClose' | 'grantChangeOwner' | 'grantErase' | 'grantEndSessions';

/** Whether a principal with these grants can call the API, as decided by an IAM evaluator. */
function callerOf({ stack, tables, adminApi }: ReturnType<typeof newAdminApi>, ...methods: GrantMethod[]) {
  const api = newTenantApi(stack, tables);
  adminApi.addLifecycle(newLifecycle(stack, tables, api));
  adminApi.addSessions(new UserSessions(stack, 'Sessions', { api, userPool: newUserPool(stack, 'SessionsPool') }));
  const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
  methods.forEach((method) => adminApi[method](caller));
  const statements = statementsOf(Template.fromStack(stack), 'Caller').map((statement) => ({
    ...statement, Resource: [statement.Resource].flat().map((arn) => `${API_ARN}${JSON.stringify(arn).replace(/^.*"(\/[^"]*)".*$/, '$1')}`),
  }));
  return (verb: string, path: string) => isAllowed({
    action: 'execute-api:Invoke', resource: `${API_ARN}/${verb}${path}`, context: {}, identityPolicies: [{ Version: '2012-10-17', Statement: statements }],
  });
}

describe('no grant allows a path with an empty segment:', () => {
  const EMPTY_SEGMENTS = ['/tenants/', '/tenants//', '//tenants', '/tenants//u1', '/tenants/u1/', '//tenants/u1', '/tenant//', '/tenant/t1/', '/tenant//members', '/tenant/t1//members'];

  test.each(['grantLookUp', 'grantInvoke', 'grantAdminister'] as const)('%s', async (method) => {
    const allows = callerOf(newAdminApi(), method);

    for (const path of [...EMPTY_SEGMENTS, '/tenant/t1/members//', '/tenant/t1/invitations//resend', '/memberships/']) {
      for (const verb of ['GET', 'PUT', 'POST', 'DELETE']) expect([verb, path, await allows(verb, path)]).toEqual([verb, path, false]);
    }
  });

  test('grantLookUp allows reading the tenants of a user, but not listing all tenants', async () => {
    const allows = callerOf(newAdminApi(), 'grantLookUp');

    expect(await allows('GET', '/tenants/u1')).toBe(true);
    for (const { method, path } of ROUTES) {
      const requested = path.replace(/\{\w+\}/g, 'x');
      expect([method, requested, await allows(method, requested)]).toEqual([method, requested, path === '/tenants/{userId}']);
    }
  });

  test.each([['grantInvoke', 'GET'], ['grantAdminister', 'PUT']] as const)('%s still allows its routes', async (method, verb) => {
    expect(await callerOf(newAdminApi(), method)(verb, '/tenant/t1')).toBe(true);
  });
});

/** Grants for routes that no other grant for services includes, each with requests of its routes. */
const SEPARATE: ReadonlyArray<[GrantMethod, ReadonlyArray<readonly [verb: string, path: string]>]> = [
  ['grantSuspend', [['PUT', '/tenant/t1/suspension'], ['DELETE', '/tenant/t1/suspension']]],
  ['grantClose', [['PUT', '/tenant/t1/closure'], ['DELETE', '/tenant/t1/closure']]],
  ['grantChangeOwner', [['PUT', '/tenant/t1/owner']]],
  ['grantErase', [['POST', '/sweeps'], ['DELETE', '/users/x']]],
  ['grantEndSessions', [['POST', '/users/x/sign-out']]],
];

describe.each(SEPARATE)('%s', (grant, own) => {
  const others = SEPARATE.map(([name]) => name).filter((name) => name !== grant);

  test('allows its routes and nothing else', async () => {
    const allows = callerOf(newAdminApi(), grant);

    for (const { method, path } of ROUTES) {
      const requested = path.replace('{tenantId}', 't1').replace(/\{\w+\}/g, 'x');
      const isOwn = own.some(([verb, ownPath]) => verb === method && ownPath === requested);
      expect([method, requested, await allows(method, requested)]).toEqual([method, requested, isOwn]);
    }
  });

  test('is in no other grant, although the right to rename any tenant would include it', async () => {
    const allows = callerOf(newAdminApi(), 'grantLookUp', 'grantInvoke', 'grantAdminister', ...others);

    expect(await allows('PUT', '/tenant/t1')).toBe(true);
    for (const [method, path] of own) expect([method, path, await allows(method, path)]).toEqual([method, path, false]);
  });

  test.each([[['grantAdminister', grant]], [[grant, 'grantAdminister']]] as const)('adds to another grant: %j', async (methods) => {
    const allows = callerOf(newAdminApi(), ...methods);

    for (const [method, path] of [...own, ['PUT', '/tenant/t1'] as const]) expect([method, path, await allows(method, path)]).toEqual([method, path, true]);
    for (const [method, path] of own) expect(await allows(method, path.replace('t1', ''))).toBe(!path.includes('t1'));
  });
});

describe('repairs', () => {
  function newRepairs(sagaProps: Partial<TenantCreationSagaProps> = {}) {
    const stack = newStack();
    const { tables, eventBus } = newParts(stack);
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus, ...sagaProps });
    return { stack, tables, saga, adminApi: new TenantAdminApi(stack, 'AdminApi', { tables, saga }) };
  }

  test('have a route that requires IAM, with a function that has only the needed rights', () => {
    const { stack, tables, saga } = newRepairs();

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'POST', AuthorizationType: 'AWS_IAM' });
    expect(actionsOf(template, 'RepairHandler')).toEqual([
      'dynamodb:BatchGetItem', 'dynamodb:Query', 'events:PutEvents', ...OBSERVABILITY_ACTIONS, 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage',
      'sqs:ReceiveMessage', 'states:StartExecution',
    ].sort());
    const byAction = Object.fromEntries(statementsOf(template, 'RepairHandler').map(({ Action, Resource }) => [[Action].flat().at(-1), Resource]));
    expect(byAction['dynamodb:Query']).toEqual({ 'Fn::Join': ['', [stack.resolve(tables.tenants.tableArn), '/index/status-index']] });
    expect(byAction['dynamodb:BatchGetItem']).toEqual(stack.resolve(tables.tenants.tableArn));
    expect(byAction['events:PutEvents']).toEqual(stack.resolve(saga.eventBus.eventBusArn));
    expect(byAction['sqs:ReceiveMessage']).toEqual(stack.resolve(saga.deadLetterQueue.queueArn));
    expect(byAction['states:StartExecution']).toEqual([stack.resolve(saga.createTenant.stateMachineArn), stack.resolve(saga.addFirstAdmin.stateMachineArn)]);
  });

  test('can read encrypted dead letters', () => {
    const stack = newStack();
    const { tables, eventBus } = newParts(stack);
    const encryptionKey = new kms.Key(stack, 'Key');
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus, encryptionKey });
    new TenantAdminApi(stack, 'AdminApi', { tables, saga });

    expect(actionsOf(Template.fromStack(stack), 'RepairHandler')).toContain('kms:Decrypt');
  });

  test('are allowed only for grantees of grantRepair, not for readers', () => {
    const { stack, adminApi } = newRepairs();
    const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    const operator = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
    adminApi.grantInvoke(reader);
    adminApi.grantRepair(operator);

    const template = Template.fromStack(stack);
    expect(routesOf(template, 'Reader').filter((route) => !route.startsWith('GET '))).toEqual([]);
    expect(routesOf(template, 'Operator')).toEqual(['POST /repairs']);
  });

  test('do not exist without a saga', () => {
    const { stack, adminApi } = newAdminApi();

    expect(adminApi.repairHandler).toBeUndefined();
    expect(() => adminApi.grantRepair(new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() })))
      .toThrow('[Stack/AdminApi] saga must be set for grantRepair, but was undefined. Pass saga to TenantAdminApi.');
  });
});

describe('an API of another stack or app', () => {
  const imported = (attributes: Partial<TenantAdminApiAttributes> = {}) => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    return { stack, role, adminApi: TenantAdminApi.fromTenantAdminApiAttributes(stack, 'AdminApi', { restApiId: 'a1b2c3d4e5', ...attributes }) };
  };

  test('has the URL of its id and stage, unless it is told another', () => {
    const { stack, adminApi } = imported();

    expect(stack.resolve(adminApi.url)).toEqual({
      'Fn::Join': ['', ['https://a1b2c3d4e5.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/prod/']],
    });
    expect(imported({ stageName: 'v1' }).adminApi.stageName).toBe('v1');
    expect(imported({ url: 'https://admin.example.com/' }).adminApi.url).toBe('https://admin.example.com/');
  });

  test.each<[Partial<TenantAdminApiAttributes>, string]>([
    [{ restApiId: '*' }, 'restApiId must be lower-case letters and digits, such as "a1b2c3d4e5", but was "*".'],
    [{ restApiId: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/' }, 'restApiId must be lower-case letters and digits'],
    [{ stageName: '*' }, 'stageName must be 1 to 128 letters, digits, hyphens or underscores, and not "operators", but was "*".'],
    [{ stageName: 'operators' }, 'stageName must be 1 to 128 letters, digits, hyphens or underscores, and not "operators", but was "operators".'],
  ])('is refused with %j, which would widen or redirect its grants', (attributes, message) => {
    expect(() => imported(attributes)).toThrow(`[Stack/AdminApi] ${message}`);
  });

  test.each(['http://admin.example.com/', 'https://admin.example.com', 'admin.example.com'])('is refused with the URL %s', (url) => {
    expect(() => imported({ url })).toThrow(`[Stack/AdminApi] url must be an https URL with a slash at its end, such as https://api.example.com/, but was "${url}".`);
  });

  test.each(['grantLookUp', 'grantInvoke', 'grantAdminister', 'grantRepair'] as const)('gives by %s the same rights as the API itself', (grant) => {
    const { stack, role, adminApi } = imported({ stageName: 'prod' });
    const parts = newParts(stack);
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, ...parts });
    const own = new TenantAdminApi(stack, 'Own', { tables: parts.tables, saga });
    const other = new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    adminApi[grant](role);
    own[grant](other);

    const template = Template.fromStack(stack);
    const rightsOf = (id: RegExp) => Object.entries(rightsByRole(template)).find(([roleId]) => id.test(roleId))![1];
    const asImported = JSON.stringify(rightsOf(/^Other/))
      .replace(/\{"Ref":"OwnRestApi[0-9A-F]{8}"\},"\/",\{"Ref":"OwnRestApiDeploymentStageprod[0-9A-F]{8}"\},"/g, '"a1b2c3d4e5/prod')
      .replace(/:","a1b2c3d4e5/g, ':a1b2c3d4e5');
    expect(rightsOf(/^Role/)).toEqual(JSON.parse(asImported));
    expect(asImported).toContain('a1b2c3d4e5/prod/');
  });

  test('gives by grantOperate the same rights as the API itself, and adds no stage', () => {
    const { stack, role, adminApi } = imported({ stageName: 'v1' });
    const parts = newParts(stack);
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, ...parts });
    const own = new TenantAdminApi(stack, 'Own', { tables: parts.tables, saga });
    const other = new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    expect(adminApi.grantOperate(role).success).toBe(true);
    own.grantOperate(other);

    const template = Template.fromStack(stack);
    const rightsOf = (id: RegExp) => Object.entries(rightsByRole(template)).find(([roleId]) => id.test(roleId))![1];
    const asImported = JSON.stringify(rightsOf(/^Other/))
      .replace(/\{"Ref":"OwnRestApi[0-9A-F]{8}"\},"\/",\{"Ref":"OwnOperatorStage[0-9A-F]{8}"\},"/g, '"a1b2c3d4e5/operators')
      .replace(/:","a1b2c3d4e5/g, ':a1b2c3d4e5');
    expect(rightsOf(/^Role/)).toEqual(JSON.parse(asImported));
    expect(asImported).toContain('a1b2c3d4e5/operators/POST/repairs');
    // Those of the API that this stack creates.
    template.resourceCountIs('AWS::ApiGateway::Stage', 2);
  });

  test('has the URL of the stage for operators, unless it is told another', () => {
    const { stack, adminApi } = imported({ stageName: 'v1', url: 'https://admin.example.com/' });

    expect(stack.resolve(adminApi.operatorUrl)).toEqual({
      'Fn::Join': ['', ['https://a1b2c3d4e5.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/operators/']],
    });
    const operatorUrl = 'https://operators.example.com/';
    expect(imported({ operatorUrl }).adminApi.operatorUrl).toBe(operatorUrl);
    expect(() => imported({ operatorUrl: 'operators.example.com' })).toThrow('[Stack/AdminApi] operatorUrl must be an https URL with a slash at its end');
  });

  test('is where the pre-token function looks tenants up', () => {
    const { stack, adminApi } = imported({ url: 'https://admin.example.com/' });
    new PreTokenEnricher(stack, 'PreToken', { applicationName: APPLICATION_NAME, adminApi });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TENANCY_LOOKUP: 'admin-api', TENANCY_LOOKUP_URL: 'https://admin.example.com/' }) },
    });
  });

  test.each(['arn:aws:lambda:eu-west-1:111122223333:function:*', 'arn:aws:lambda:eu-west-1:111122223333:function:lookup:live', 'lookup', ''])(
    'is refused with the look-up function "%s"', (lookUpFunctionArn) => {
      expect(() => imported({ lookUpFunctionArn })).toThrow('[Stack/AdminApi] lookUpFunctionArn must be the ARN of a function, such as '
        + `"arn:aws:lambda:eu-central-1:111122223333:function:lookup", but was ${JSON.stringify(lookUpFunctionArn)}. Pass lookUpFunctionArn of the API.`);
    },
  );

  test.each([
    ['arn:aws:lambda:eu-west-1:111122223333:function:lookup', undefined],
    ['arn:aws:lambda:us-east-1:111122223333:function:lookup', 'lookUpFunctionArn must be in the account and Region of the stack, but was arn:aws:lambda:us-east-1'],
    ['arn:aws:lambda:eu-west-1:444455556666:function:lookup', 'lookUpFunctionArn must be in the account and Region of the stack, but was arn:aws:lambda:eu-west-1:4444'],
  ])('in eu-west-1 of account 111122223333, with the look-up function %s, is refused: %s', (lookUpFunctionArn, message) => {
    const stack = new Stack(newApp(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const create = () => TenantAdminApi.fromTenantAdminApiAttributes(stack, 'AdminApi', { restApiId: 'a1b2c3d4e5', lookUpFunctionArn });
    if (message === undefined) {
      expect(create().lookUpFunctionArn).toBe(lookUpFunctionArn);
    } else {
      expect(create).toThrow(`[Stack/AdminApi] ${message}`);
    }
  });
});
