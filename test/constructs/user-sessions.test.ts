import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { newApp, newParts, newStack, newUserPool, shared, statementsOf } from './support';
import { TenantAdminApi, TenantApi, type TenantApiProps, TenantAuthorizer, TenantTables, UserSessions, type UserSessionsProps } from '../../src';

const CORS = ['https://app.example.com'];

function newSessions(props: Partial<UserSessionsProps> = {}, apiProps: Partial<TenantApiProps> = {}) {
  const stack = newStack();
  const { tables } = newParts(stack);
  const userPool = newUserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')], tables });
  const api = new TenantApi(stack, 'Api', { tables, authorizer, corsAllowOrigins: CORS, ...apiProps });
  return { stack, tables, userPool, api, sessions: new UserSessions(stack, 'Sessions', { api, userPool, ...props }) };
}

const defaults = shared(() => {
  const parts = newSessions();
  const adminApi = new TenantAdminApi(parts.stack, 'AdminApi', { tables: parts.tables, corsAllowOrigins: ['https://admin.example.com', ...CORS] });
  adminApi.addSessions(parts.sessions);
  return { ...parts, adminApi, template: Template.fromStack(parts.stack) };
});

const routesOf = (api: TenantApi | TenantAdminApi) => api.restApi.methods
  .map(({ httpMethod, resource }) => `${httpMethod} ${resource.path}`).filter((route) => route.endsWith('sign-out') && !route.startsWith('OPTIONS')).sort();

test('adds routes for users and admins to the API, and one for operators to the admin API', () => {
  const { api, adminApi } = defaults();
  expect(routesOf(api)).toEqual(['POST /tenant/{tenantId}/members/{userId}/sign-out', 'POST /tenants/{userId}/sign-out']);
  expect(routesOf(adminApi)).toEqual(['POST /users/{userId}/sign-out']);
  expect(api._features.sessions).toBe(true);
});

test('has no route for admins in an API without the routes for members', () => {
  expect(routesOf(newSessions({}, { members: { enabled: false } }).api)).toEqual(['POST /tenants/{userId}/sign-out']);
});

test('answers the web apps of both APIs, and has the name of the service', () => {
  const { template } = defaults();
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'Ends all sessions of a user',
    Timeout: 29,
    Environment: {
      Variables: {
        TENANCY_CORS_ALLOW_ORIGINS: 'https://app.example.com,https://admin.example.com',
        TENANCY_USER_POOL_ID: Match.anyValue(),
        POWERTOOLS_SERVICE_NAME: 'user-sessions',
      },
    },
  });
});

test('answers the web apps of several admin APIs', () => {
  const { stack, tables, sessions } = newSessions();
  for (const name of ['first', 'second']) {
    new TenantAdminApi(stack, name, { tables, corsAllowOrigins: [`https://${name}.example.com`] }).addSessions(sessions);
  }
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TENANCY_CORS_ALLOW_ORIGINS: 'https://app.example.com,https://first.example.com,https://second.example.com' } },
  });
});

test('can mark records, compare a few attributes with a value, and sign users of the pool out, but reads no rows', () => {
  const { stack, template, tables: { tenants, users }, userPool } = defaults();
  const statements = statementsOf(template, 'SessionsHandler').filter(({ Action }) => /cognito|dynamodb/.test(String(Action)));
  const resolve = (arn: string) => stack.resolve(arn);
  const unread = { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } };
  expect(statements.map(({ Action, Resource, Condition }) => [Action, Resource, Condition])).toEqual([
    ['dynamodb:UpdateItem', resolve(users.tableArn), {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['@*'] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'userid', 'validafter', 'sessionsendedby', 'erasedat'] },
      'Null': { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
      ...unread,
    }],
    ['dynamodb:ConditionCheckItem', resolve(users.tableArn), {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'userid', 'role', 'erasedat'] }, 'Null': { 'dynamodb:Attributes': 'false' }, ...unread,
    }],
    ['dynamodb:ConditionCheckItem', resolve(tenants.tableArn), {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenantid', 'status'] }, 'Null': { 'dynamodb:Attributes': 'false' }, ...unread,
    }],
    [['cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut'], resolve(userPool.userPoolArn), undefined],
  ]);
});

describe('an admin API', () => {
  const grantee = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });

  test('without sessions refuses the grant at synth', () => {
    const { stack, tables, sessions } = newSessions();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    adminApi.grantEndSessions(grantee(stack));
    expect(adminApi.node.validate()).toEqual([
      'Sessions must be added for grantEndSessions, but the API has none. Call addSessions, leave sessions.enabled of Tenancy out, or remove grantEndSessions.',
    ]);
    // They can be added after the grants.
    adminApi.addSessions(sessions);
    expect(adminApi.node.validate()).toEqual([]);
  });

  test('with other tables is refused', () => {
    const { sessions } = newSessions();
    const other = new Stack(newApp(), 'Other');
    expect(() => new TenantAdminApi(other, 'AdminApi', { tables: new TenantTables(other, 'Tables') }).addSessions(sessions))
      .toThrow('[Other/AdminApi] sessions must have the tables of saga, ');
  });

  test.each([true, false])('lets operators end sessions, whether they are granted this first or later: %s', (isFirst) => {
    const { stack, tables, sessions } = newSessions();
    const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
    if (isFirst) adminApi.grantOperate(grantee(stack));
    adminApi.addSessions(sessions);
    if (!isFirst) adminApi.grantOperate(grantee(stack));

    const permissions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))
      .filter(({ Properties }) => JSON.stringify(Properties.FunctionName).includes('SessionsHandler') && JSON.stringify(Properties.SourceArn).includes('operators'));
    expect(permissions).toHaveLength(1);
  });
});
