import childProcess from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { actionsOf, APPLICATION_NAME, newParts, newStack, newUserPool, shared } from './support';
import { PreTokenEventVersion, SuspensionAccess, Tenancy, type TenancyProps, TenantTables } from '../../src';
import { SIGN_UP_ATTRIBUTES } from '../../src/contract/dashboard';

function newTenancy(props: Partial<TenancyProps> = {}, stack = newStack()) {
  const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });
  return { stack, tenancy, template: () => Template.fromStack(stack) };
}

/** The template of a tenancy in a stack of its own. Tests with the same props read the same template. */
const templateOf = shared((props: Partial<TenancyProps> = {}) => newTenancy(props).template());

test('creates every part that is not passed', () => {
  const template = templateOf();

  template.resourceCountIs('AWS::DynamoDB::Table', 4);
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 4);
  template.resourceCountIs('AWS::ApiGateway::RestApi', 2);
  template.resourceCountIs('AWS::Lambda::Function', 24);
  template.resourceCountIs('AWS::Cognito::UserPool', 1);
  template.resourceCountIs('AWS::Cognito::UserPoolClient', 1);
  template.resourceCountIs('AWS::Events::EventBus', 1);
});

test('logs in JSON, and for successful calls only the lines of the functions themselves', () => {
  const all = templateOf().findResources('AWS::Lambda::Function');

  const logging = Object.values(all).map(({ Properties: { LoggingConfig: { LogFormat, SystemLogLevel } } }) => ({ LogFormat, SystemLogLevel }));
  expect(logging).toEqual(logging.map(() => ({ LogFormat: 'JSON', SystemLogLevel: 'WARN' })));
});

test('does not create parts that are passed', () => {
  const stack = newStack();
  const { tables, eventBus } = newParts(stack);
  const userPool = newUserPool(stack, 'Pool');
  const { tenancy, template } = newTenancy({ tables, eventBus, userPool, userPoolClients: [userPool.addClient('Web')] }, stack);

  expect(tenancy.tables).toBe(tables);
  // The invitations and the audit log create their own tables.
  template().resourceCountIs('AWS::DynamoDB::Table', 4);
  template().resourceCountIs('AWS::Cognito::UserPool', 1);
  template().resourceCountIs('AWS::Cognito::UserPoolClient', 1);
  template().resourceCountIs('AWS::Events::EventBus', 1);
});

describe('the people in tenants', () => {
  const variablesOf = (template: Template) => Object.values(template.findResources('AWS::Lambda::Function'))
    .map(({ Properties }) => Properties.Environment?.Variables ?? {}) as Array<Record<string, unknown>>;
  const valuesOf = (template: Template, name: string) =>
    [...new Set(variablesOf(template).map((variables) => variables[name]).filter((value) => value !== undefined))];

  test('can have the declared roles in every function that assigns roles', () => {
    expect(valuesOf(templateOf({ roles: ['auditor'] }), 'TENANCY_ROLES')).toEqual(['admin,member,auditor']);
  });

  test('are restricted by the rules of the application', () => {
    const { tenancy, template } = newTenancy({ accessRules: [{ path: '/tenant/{tenantId}/audit', roles: ['auditor'] }], roles: ['auditor'] });
    tenancy.authorizer.addRule({ path: '/tenant/{tenantId}/devices', methods: ['DELETE'], roles: ['admin'] });

    expect(valuesOf(template(), 'TENANCY_ACCESS_RULES')).toEqual(['24;auditor,admin;A * audit;B D* devices']);
  });

  test('can read in a suspended tenant, or not, in every function that decides about it', () => {
    const functionsWith = (access: string, template: Template) =>
      Object.entries(template.findResources('AWS::Lambda::Function', { Properties: { Environment: { Variables: { TENANCY_SUSPENSION_ACCESS: access } } } }))
        .map(([id]) => id.replace(/^Tenancy|[0-9A-F]{8}$/g, '')).sort();
    const all = ['AdminApiHandler', 'AdminApiLookUpHandler', 'ApiHandler', 'AuthorizerHandler'];
    expect(functionsWith('none', templateOf())).toEqual(all);
    expect(functionsWith('none', templateOf({ suspension: { access: SuspensionAccess.NONE } }))).toEqual(all);
    expect(functionsWith('read-only', templateOf({ suspension: { access: SuspensionAccess.READ_ONLY } }))).toEqual(all);
  });

  test.each(['READ', 'read-only', '', null, true])('have no other access to a suspended tenant, such as %j', (access) => {
    expect(() => newTenancy({ suspension: { access: access as SuspensionAccess } }))
      .toThrow(`[Stack/Tenancy/AdminApi] suspension.access must be SuspensionAccess.NONE or SuspensionAccess.READ_ONLY, but was ${JSON.stringify(access)}. Pass one of them, or leave it out.`);
  });

  test('are limited by the limits, which have defaults', () => {
    const limits = (template: Template) => [
      valuesOf(template, 'TENANCY_MAX_MEMBERS_PER_TENANT'), valuesOf(template, 'TENANCY_MAX_TENANTS_PER_USER'),
      valuesOf(template, 'TENANCY_MAX_INVITATIONS_PER_TENANT'),
    ];
    expect(limits(templateOf())).toEqual([['10000'], ['10'], ['100']]);
    expect(limits(templateOf({ limits: { membersPerTenant: 5, tenantsPerUser: 1, invitationsPerTenant: 3 } }))).toEqual([['5'], ['1'], ['3']]);
  });

  test.each([
    ['membersPerTenant', 0, '1 to 1000000'],
    ['membersPerTenant', 1_000_001, '1 to 1000000'],
    ['invitationsPerTenant', 1_001, '1 to 1000'],
    ['invitationsPerTenant', 2.5, '1 to 1000'],
    ['tenantsPerUser', 51, '1 to 50'],
    ['tenantsPerUser', -1, '1 to 50'],
    ['tenantsPerUser', NaN, '1 to 50'],
  ])('cannot have a limit %s of %d', (name, value, range) => {
    expect(() => newTenancy({ limits: { [name]: value } }))
      .toThrow(`limits.${name} must be a whole number from ${range}, but was ${value}.`);
  });

  test('cannot create tenants if additionalTenants is off', () => {
    const { tenancy, template } = newTenancy({ additionalTenants: { enabled: false } });
    expect(tenancy.additionalTenants).toBeUndefined();
    template().resourceCountIs('AWS::Lambda::Function', 23);
  });

  test('are recorded as invited at their sign-up only if invitations are on', () => {
    const { tenancy, template, stack } = newTenancy();
    expect(valuesOf(template(), 'TENANCY_USERS_TABLE_NAME')).not.toContain('');
    expect(valuesOf(template(), 'TENANCY_USERS_TABLE_NAME')).toContainEqual(stack.resolve(tenancy.tables.users.tableName));
    expect(valuesOf(templateOf({ invitations: { enabled: false } }), 'TENANCY_USERS_TABLE_NAME')).toContain('');
  });
});

test('lets people sign up by email, and protects the pool', () => {
  templateOf().hasResource('AWS::Cognito::UserPool', {
    DeletionPolicy: 'Retain',
    Properties: {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'ACTIVE',
    },
  });
});

test('accepts no plain passwords, and does not reveal whether a user exists', () => {
  templateOf().hasResourceProperties('AWS::Cognito::UserPoolClient', {
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    GenerateSecret: false,
  });
});

describe('people can write', () => {
  const pools: Array<[string, (stack: Stack) => cognito.IUserPool | undefined]> = [
    ['the new pool', () => undefined],
    ['a pool with required and custom attributes', (stack) => new cognito.UserPool(stack, 'Pool', {
      signInAliases: { email: true },
      standardAttributes: { givenName: { required: true }, locale: { required: true } },
      customAttributes: { plan: new cognito.StringAttribute({ mutable: true }) },
    })],
    ['an imported pool, of which nothing is known', (stack) => cognito.UserPool.fromUserPoolId(stack, 'Pool', 'us-east-1_Ab12Cd34E')],
  ];

  test.each(pools)('all standard attributes of %s, and no attributes that administrators decide about', (_, poolOf) => {
    const stack = newStack();
    const [client] = Object.values<any>(newTenancy({ userPool: poolOf(stack) }, stack).template().findResources('AWS::Cognito::UserPoolClient'));

    const { WriteAttributes: names } = client.Properties as { WriteAttributes: string[] };
    // The standard attributes, without those that Cognito sets itself: https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
    expect([...names].sort()).toEqual([
      'address', 'birthdate', 'email', 'family_name', 'gender', 'given_name', 'locale', 'middle_name', 'name', 'nickname', 'phone_number', 'picture',
      'preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo',
    ]);
    // The attributes that a pool can require and the dashboard asks for.
    expect(names).toEqual(expect.arrayContaining(['email', ...SIGN_UP_ATTRIBUTES]));
  });
});

test('accepts plain passwords with allowPlainPasswords', () => {
  templateOf({ allowPlainPasswords: true }).hasResourceProperties('AWS::Cognito::UserPoolClient', {
    ExplicitAuthFlows: Match.arrayWith(['ALLOW_USER_PASSWORD_AUTH']),
  });
});

test.each([
  [PreTokenEventVersion.V1_0, 'id'],
  [PreTokenEventVersion.V2_0, 'access'],
])('accepts the token that carries the tenant with version %s of the event', (preTokenEventVersion, tokenUse) => {
  templateOf({ preTokenEventVersion }).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TENANCY_TOKEN_USE: tokenUse } },
  });
});

describe('changes', () => {
  const readersOf = (template: Template) => Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
    .map(({ Properties: { FunctionName: { Ref } } }) => Ref.replace(/[0-9A-F]{8}$/, '')).sort();
  const [publisher, recorder] = ['TenancyChangeEventsHandler', 'TenancyAuditLogWriteHandler'];

  test('are published and recorded, including changes of invitations', () => {
    expect(readersOf(templateOf())).toEqual([recorder, recorder, recorder, publisher, publisher, publisher]);
  });

  test('of tenants and members are published and recorded without invitations', () => {
    expect(readersOf(templateOf({ invitations: { enabled: false } }))).toEqual([recorder, recorder, publisher, publisher]);
  });

  test('can be recorded only, or published only', () => {
    expect(readersOf(templateOf({ changeEvents: { enabled: false } }))).toEqual([recorder, recorder, recorder]);
    expect(readersOf(templateOf({ audit: { enabled: false } }))).toEqual([publisher, publisher, publisher]);
  });

  test('are neither published nor recorded with changeEvents and audit off, and then tables need no streams', () => {
    const stack = newStack();
    const imported = (name: string) => dynamodb.Table.fromTableName(stack, name, name);
    const tables = TenantTables.fromTables(stack, 'Imported', { tenants: imported('Tenants'), users: imported('Users') });

    expect(() => newTenancy({ tables }, stack)).toThrow('[Stack/Tenancy/ChangeEvents] The tenants table Stack/Tenants must have a change stream');
    expect(() => newTenancy({ tables, changeEvents: { enabled: false }, audit: { enabled: false } }, new Stack(stack.node.root as App, 'Second'))).not.toThrow();
  });
});

describe('a user who signs in without a tenant', () => {
  function ofSignIn(props: Partial<TenancyProps> = {}) {
    const stack = newStack();
    new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });
    const template = Template.fromStack(stack);
    const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
    const environmentOf = (part: string) => functions.find(([id]) => id.includes(part))![1].Properties.Environment.Variables;
    return {
      mayPublish: actionsOf(template, 'TenancyPreTokenEnricherHandler').includes('events:PutEvents'),
      bus: environmentOf('TenancyPreTokenEnricherHandler').TENANCY_EVENT_BUS_NAME,
      waitsFor: environmentOf('TenancyApiHandler').TENANCY_APPLICATION_NAME,
    };
  }

  test('is published again, and the API reports that the tenant is being created', () => {
    expect(ofSignIn()).toEqual({ mayPublish: true, bus: { Ref: expect.stringMatching(/^TenancyEventBus/) }, waitsFor: APPLICATION_NAME });
  });

  test('is not published with healing off, and does not wait for a tenant', () => {
    // The hook can still publish changed users.
    expect(ofSignIn({ healing: { enabled: false } })).toEqual({ mayPublish: true, bus: '', waitsFor: '' });
    expect(ofSignIn({ healing: { enabled: false }, memberProfiles: { enabled: false } })).toEqual({ mayPublish: false, bus: '', waitsFor: '' });
  });
});

test('creates rules for its events, on its bus', () => {
  const { tenancy, template } = newTenancy();

  tenancy.events.onMemberAdded('Welcome');

  template().hasResourceProperties('AWS::Events::Rule', {
    EventBusName: { Ref: Match.stringLikeRegexp('^TenancyEventBus') },
    EventPattern: { 'source': [`${APPLICATION_NAME}.tenant`], 'detail-type': ['memberAdded'] },
  });
});

test('adds outputs with plain names', () => {
  const { tenancy, template } = newTenancy();
  tenancy.addStackOutputs();

  const outputs = Object.keys(template().findOutputs('*'));
  expect(outputs).toEqual(expect.arrayContaining([
    'ApiUrl', 'AdminApiUrl', 'UserPoolId', 'UserPoolClientId', 'EventBusName', 'TenantsTableName', 'UsersTableName', 'DeadLetterQueueUrl',
    'InvitationsTableName', 'FailedChangesBucketName',
  ]));
});

describe('with a dashboard', () => {
  /** The origins that can read responses of the function, preflights, and errors of the gateway, which can't choose among several. */
  function origins(props: Partial<TenancyProps>, stack = newStack()) {
    const { tenancy, template } = newTenancy(props, stack);
    const inApi = (type: string) => Object.entries(template().findResources(type)).filter(([id]) => id.startsWith('TenancyApi')).map(([, { Properties }]) => Properties);
    const preflights = inApi('AWS::ApiGateway::Method').filter(({ HttpMethod }) => HttpMethod === 'OPTIONS').map(({ Integration }) => Integration.IntegrationResponses[0]);
    return {
      dashboard: tenancy.dashboard && stack.resolve(tenancy.dashboard.url),
      handler: Object.values(template().findResources('AWS::Lambda::Function', { Properties: { Environment: { Variables: { TENANCY_APPLICATION_NAME: Match.anyValue(), TENANCY_ROLES: Match.anyValue(), TENANCY_TENANT_ROLE_ARN: Match.anyValue() } } } }))
        .map(({ Properties }) => Properties.Environment.Variables.TENANCY_CORS_ALLOW_ORIGINS),
      preflight: distinct(preflights.map(({ ResponseParameters }) => ResponseParameters['method.response.header.Access-Control-Allow-Origin'])),
      preflightOfOthers: distinct(preflights.map(({ ResponseTemplates }) => ResponseTemplates)),
      gateway: distinct(inApi('AWS::ApiGateway::GatewayResponse').map(({ ResponseParameters }) => ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'])),
    };
  }

  const distinct = (values: unknown[]) => [...new Set(values.map((value) => JSON.stringify(value)))].map((value) => value && JSON.parse(value));

  const DOMAIN = { 'Fn::GetAtt': [expect.stringMatching(/^TenancyDashboardDistribution/), 'DomainName'] };

  test('lets only the dashboard read the responses of the API', () => {
    expect(origins({ dashboard: {} })).toEqual({
      dashboard: { 'Fn::Join': ['', ['https://', DOMAIN]] },
      handler: [{ 'Fn::Join': ['', ['https://', DOMAIN]] }],
      preflight: [{ 'Fn::Join': ['', ["'https://", DOMAIN, "'"]] }],
      preflightOfOthers: [undefined],
      gateway: [{ 'Fn::Join': ['', ["'https://", DOMAIN, "'"]] }],
    });
  });

  test('lets the dashboard and the listed web apps read them', () => {
    expect(origins({ dashboard: {}, corsAllowOrigins: ['https://shop.example.com'] })).toMatchObject({
      handler: [{ 'Fn::Join': ['', ['https://shop.example.com,https://', DOMAIN]] }],
      preflight: ["'https://shop.example.com'"],
      preflightOfOthers: [{
        'application/json': { 'Fn::Join': ['', [expect.stringMatching(/#if\(\$origin == "https:\/\/$/), DOMAIN, expect.stringMatching(/^"\)\n {2}#set\(\$context.responseOverride/)]] },
      }],
      gateway: ["'*'"],
    });
  });

  test('lets all origins read them with "*"', () => {
    expect(origins({ dashboard: {}, corsAllowOrigins: ['*'] })).toMatchObject({ handler: ['*'], preflight: ["'*'"], gateway: ["'*'"] });
  });

  test('lets all origins read them without a dashboard', () => {
    expect(origins({})).toMatchObject({ dashboard: undefined, handler: ['*'], preflight: ["'*'"], gateway: ["'*'"] });
  });

  test('lets the dashboard read them from its own domain', () => {
    const stack = newStack();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/1');
    const { template } = newTenancy({ dashboard: { domainName: 'app.example.com', certificate } }, stack);

    template().hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_CORS_ALLOW_ORIGINS: 'https://app.example.com' } } });
  });

  test('names the dashboard\'s domain once even if the list contains it, so that errors are not open to all origins', () => {
    const stack = newStack();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/1');

    expect(origins({ dashboard: { domainName: 'app.example.com', certificate }, corsAllowOrigins: ['https://app.example.com'] }, stack)).toMatchObject({
      handler: ['https://app.example.com'], preflight: ["'https://app.example.com'"], preflightOfOthers: [undefined], gateway: ["'https://app.example.com'"],
    });
  });

  test('refuses an empty list of origins, as without a dashboard', () => {
    expect(() => newTenancy({ dashboard: {}, corsAllowOrigins: [] }))
      .toThrow('[Stack/Tenancy] corsAllowOrigins must have at least one origin, but was empty. Add the origins of the web apps, or leave the option out for the default.');
  });

  test.each([
    [PreTokenEventVersion.V1_0, 'id'],
    [PreTokenEventVersion.V2_0, 'access'],
  ])('configures the dashboard with the token that the API accepts with version %s of the event', (preTokenEventVersion, tokenUse) => {
    const { stack, template } = newTenancy({ preTokenEventVersion, dashboard: {} }, newStackWithAssets());

    expect(configurationOf(stack, template())).toMatchObject({ signIn: { tokenUse } });
  });

  test('configures the dashboard with the password policy: only a length', () => {
    const { stack, template } = newTenancy({ dashboard: {} }, newStackWithAssets());

    expect(configurationOf(stack, template())).toMatchObject({
      signIn: { passwordPolicy: { minLength: 12, requireLowercase: false, requireUppercase: false, requireNumbers: false, requireSymbols: false } },
    });
  });

  test('signs people in with the first client', () => {
    const stack = newStack();
    const userPool = newUserPool(stack, 'Pool');
    const userPoolClients = [userPool.addClient('Web'), userPool.addClient('Server', { generateSecret: true })];
    const { template } = newTenancy({ userPool, userPoolClients, dashboard: {} }, stack);

    template().hasResourceProperties('Custom::CDKBucketDeployment', {
      SourceMarkers: Match.arrayWith([Match.objectLike({ '<<userPoolClientId>>': stack.resolve(userPoolClients[0].userPoolClientId) })]),
    });
  });

  test('passes the options of the dashboard on', () => {
    const { stack, template } = newTenancy({ dashboard: { apiUrl: 'https://api.example.com/', staySignedIn: false, branding: { title: 'Devices' } } }, newStackWithAssets());

    expect(configurationOf(stack, template())).toMatchObject({
      apiUrl: 'https://api.example.com/', signIn: { staySignedIn: false }, branding: { title: 'Devices' },
    });
  });

  test('adds an output with the address', () => {
    const { stack, tenancy, template } = newTenancy({ dashboard: {} });
    tenancy.addStackOutputs();

    template().hasOutput('DashboardUrl', { Value: stack.resolve(tenancy.dashboard!.url) });
  });

  /** A stack whose synth copies its assets, as in every app. */
  function newStackWithAssets(): Stack {
    return new Stack(new App({ treeMetadata: false }), 'Stack');
  }

  function configurationOf(stack: Stack, template: Template): unknown {
    const [file] = Object.values(template.findResources('Custom::CDKBucketDeployment'))
      .flatMap(({ Properties }) => Properties.SourceObjectKeys as string[])
      .map((key) => path.join(Stage.of(stack)!.assetOutdir, `asset.${key.replace('.zip', '')}`, 'config.json'))
      .filter((candidate) => existsSync(candidate));
    return JSON.parse(readFileSync(file, 'utf8'));
  }
});

test('has no dashboard by default', () => {
  const { tenancy, template } = newTenancy();
  tenancy.addStackOutputs();

  expect(tenancy.dashboard).toBeUndefined();
  template().resourceCountIs('AWS::CloudFront::Distribution', 0);
  expect(template().findOutputs('DashboardUrl')).toEqual({});
});

test('refuses clients without their pool', () => {
  const stack = newStack();
  const client = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'abc');

  expect(() => newTenancy({ userPoolClients: [client] }, stack)).toThrow('[Stack/Tenancy] userPoolClients must come with userPool');
});

test('refuses an empty list of clients', () => {
  const stack = newStack();

  expect(() => newTenancy({ userPool: newUserPool(stack, 'Pool'), userPoolClients: [] }, stack))
    .toThrow('[Stack/Tenancy/Authorizer] userPoolClients must contain at least one app client');
});

test('refuses mail settings for a pool that is passed', () => {
  const stack = newStack();

  expect(() => newTenancy({ userPool: newUserPool(stack, 'Pool'), email: cognito.UserPoolEmail.withCognito() }, stack))
    .toThrow('[Stack/Tenancy] email is for the pool that is created here and must be left out with userPool');
});

test('refuses plain passwords for clients that are passed', () => {
  const stack = newStack();
  const userPool = newUserPool(stack, 'Pool');

  expect(() => newTenancy({ userPool, userPoolClients: [userPool.addClient('Web')], allowPlainPasswords: true }, stack))
    .toThrow('[Stack/Tenancy] allowPlainPasswords is for the client that is created here and must be left out with userPoolClients');
});

test('starts no other program at synth, such as Docker or a program with network access', () => {
  const spawned = [jest.spyOn(childProcess, 'spawnSync'), jest.spyOn(childProcess, 'execSync'), jest.spyOn(childProcess, 'execFileSync')];
  const app = new App();
  new Tenancy(new Stack(app, 'Stack'), 'Tenancy', { applicationName: APPLICATION_NAME, dashboard: {} });

  const assembly = app.synth();

  // Synth is synchronous, so it could reach the network only through a child process.
  spawned.forEach((spy) => expect(spy).not.toHaveBeenCalled());
  // The CDK CLI would look up missing context with credentials.
  expect(assembly.manifest.missing).toBeUndefined();
});

test('refuses an invalid application name, and a missing one, which only a compiler would find', () => {
  expect(() => newTenancy({ applicationName: 'My Shop' })).toThrow('[Stack/Tenancy] applicationName must be');
  expect(() => newTenancy({ applicationName: undefined })).toThrow('[Stack/Tenancy] applicationName must be a string, but was undefined.');
});

test('refuses to be created without a scope', () => {
  expect(() => new Tenancy(undefined as never, 'Tenancy', { applicationName: APPLICATION_NAME }))
    .toThrow('The scope of "Tenancy" must be a construct, but was undefined. Pass the stack as the first argument');
});

describe('outputs', () => {
  test('of several tenancies in a stack have different prefixes', () => {
    // Two complete tenancies have more resources than CloudFormation accepts.
    const { stack, tenancy, template } = newTenancy({ lifecycle: { enabled: false }, audit: { enabled: false } });
    const other = new Tenancy(stack, 'Other', { applicationName: 'other' });
    tenancy.addStackOutputs();
    other.addStackOutputs({ prefix: 'Other' });

    template().hasOutput('ApiUrl', { Value: stack.resolve(tenancy.api.url) });
    template().hasOutput('OtherApiUrl', { Value: stack.resolve(other.api.url) });
  });

  test('are those that the tenancy announces: the CDK adds none of its own', () => {
    const { tenancy, template } = newTenancy();

    tenancy.addStackOutputs();

    expect(Object.keys(template().findOutputs('*')).filter((name) => name.includes('Endpoint'))).toEqual([]);
  });

  test('with the same prefix are refused in a stack', () => {
    const { stack, tenancy } = newTenancy();
    const other = new Tenancy(stack, 'Other', { applicationName: 'other' });
    tenancy.addStackOutputs();
    tenancy.addStackOutputs({ prefix: 'Shop' });

    expect(() => other.addStackOutputs())
      .toThrow('[Stack/Other] addStackOutputs must be called with a different prefix each time in a stack, but Stack already has the output ApiUrl. Pass another prefix.');
    expect(() => other.addStackOutputs({ prefix: 'Shop' })).toThrow('but Stack already has the output ShopApiUrl. Pass another prefix.');
    expect(() => other.addStackOutputs({ prefix: 'Other' })).not.toThrow();
  });

  test.each(['1st', 'my-shop', 'x'.repeat(201), Lazy.string({ produce: () => 'Shop' })])('refuse the prefix %s', (prefix) => {
    expect(() => newTenancy().tenancy.addStackOutputs({ prefix }))
      .toThrow('[Stack/Tenancy] prefix must be at most 200 letters and digits, beginning with a letter, but was');
  });
});

test('outputs with two prefixes cannot have the same name', () => {
  const { tenancy, stack } = newTenancy();
  tenancy.addStackOutputs();

  expect(() => new Tenancy(stack, 'Other', { applicationName: 'other' }).addStackOutputs({ prefix: 'Admin' })).toThrow('but Stack already has the output AdminApiUrl.');
});

test.each<[string, object, string]>([
  ['an array', { members: [] }, 'members must be an object, but was [].'],
  ['null', { dashboard: null }, 'dashboard must be an object, but was null.'],
  ['a text', { invitations: { enabled: 'false' } }, 'invitations.enabled must be true or false, but was "false". Pass a boolean, or leave it out.'],
  ['access logs', { apiOptions: { accessLogs: false } }, 'accessLogs must be an object, but was false. Use accessLogs: { enabled: false }.'],
])('refuses %s as a switch', (_, props, message) => {
  expect(() => newTenancy(props)).toThrow(message);
});

test.each(['members', 'additionalTenants', 'sessions', 'invitations', 'changeEvents', 'healing', 'memberProfiles', 'dashboard'])(
  'refuses a value for %s that is not an object, even without a compiler', (feature) => {
    expect(() => newTenancy({ [feature]: false }))
      .toThrow(`[Stack/Tenancy] ${feature} must be an object, but was false. Use ${feature}: { enabled: false }.`);
  });

test.each([
  ['members', { members: { enabled: false } }, 'GET /tenant/{tenantId}/members'],
  ['additionalTenants', { additionalTenants: { enabled: false } }, 'POST /tenants/{userId}'],
  ['sessions', { sessions: { enabled: false } }, 'POST /tenants/{userId}/sign-out'],
])('has no %s when they are switched off, and has them by default', (_, props, route) => {
  const routesOf = (given: Partial<TenancyProps>) =>
    newTenancy(given).tenancy.api.restApi.methods.map(({ httpMethod, resource }) => `${httpMethod} ${resource.path}`);

  expect(routesOf({})).toContain(route);
  expect(routesOf(props)).not.toContain(route);
});

test('has no dashboard when it is switched off', () => {
  const { tenancy, template } = newTenancy({ dashboard: { enabled: false, branding: { title: 'Devices' } } });

  expect(tenancy.dashboard).toBeUndefined();
  template().resourceCountIs('AWS::CloudFront::Distribution', 0);
  // Without a dashboard, all origins may read the answers.
  expect(JSON.stringify(template().findResources('AWS::ApiGateway::Method'))).toContain("'*'");
});
