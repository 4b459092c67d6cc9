import { STATUS_CODES } from 'node:http';
import { Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { actionsOf, leadingKeysAre, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { TenantApi, type TenantApiProps, TenantAuthorizer, TenantTables } from '../../src';

function newApi(props: Partial<TenantApiProps> = {}, stack = newStack()) {
  const tables = new TenantTables(stack, 'Tables');
  const userPool = new cognito.UserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')] });
  return { stack, tables, api: new TenantApi(stack, 'TenantApi', { tables, authorizer, ...props }) };
}

/** The methods of the API as `METHOD /path`, with their authorization. */
function methodsOf(template: Template): Record<string, string> {
  const resources = template.findResources('AWS::ApiGateway::Resource');
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = resources[ref.Ref ?? ''];
    return resource ? `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}` : '';
  };
  return Object.fromEntries(Object.values(template.findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => [`${Properties.HttpMethod} ${pathOf(Properties.ResourceId)}`, Properties.AuthorizationType]));
}

test('requires the authorizer for its routes, but not for preflights', () => {
  expect(methodsOf(Template.fromStack(newApi().stack))).toEqual({
    'GET /tenant/{tenantId}': 'CUSTOM',
    'PUT /tenant/{tenantId}': 'CUSTOM',
    'GET /tenants/{userId}': 'CUSTOM',
    'PUT /tenants/{userId}/active': 'CUSTOM',
    'GET /tenant/{tenantId}/members': 'CUSTOM',
    'PUT /tenant/{tenantId}/members/{userId}': 'CUSTOM',
    'DELETE /tenant/{tenantId}/members/{userId}': 'CUSTOM',
    'DELETE /tenant/{tenantId}/membership': 'CUSTOM',
    'OPTIONS ': 'NONE',
    'OPTIONS /tenant': 'NONE',
    'OPTIONS /tenant/{tenantId}': 'NONE',
    'OPTIONS /tenant/{tenantId}/members': 'NONE',
    'OPTIONS /tenant/{tenantId}/members/{userId}': 'NONE',
    'OPTIONS /tenant/{tenantId}/membership': 'NONE',
    'OPTIONS /tenants': 'NONE',
    'OPTIONS /tenants/{userId}': 'NONE',
    'OPTIONS /tenants/{userId}/active': 'NONE',
  });
});

test('has no routes for members if members is off', () => {
  const methods = Object.keys(methodsOf(Template.fromStack(newApi({ members: { enabled: false } }).stack)));
  expect(methods.filter((method) => method.includes('/member'))).toEqual([]);
  expect(methods).toContain('PUT /tenants/{userId}/active');
});

test('passes the roles that can be assigned to its function', () => {
  Template.fromStack(newApi({ roles: ['auditor', 'operator'] }).stack)
    .hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_ROLES: 'admin,member,auditor,operator' } } });
});

test.each([
  [['auditor', 'auditor'], 'but it names "auditor" again. Remove it.'],
  [['admin'], 'but it names "admin" again. Remove it.'],
  [['Auditor'], 'A role must be 2 to 32 characters out of a-z0-9-, but one is "Auditor".'],
  [[''], 'but one is "".'],
])('refuses the roles %j', (roles, message) => {
  expect(() => newApi({ roles })).toThrow(message);
});

test('requires the authorizer for added routes too', () => {
  const { stack, api } = newApi();
  api.tenantResource.addResource('orders').addMethod('POST', new apigateway.MockIntegration());

  expect(methodsOf(Template.fromStack(stack))).toMatchObject({
    'POST /tenant/{tenantId}/orders': 'CUSTOM',
    'OPTIONS /tenant/{tenantId}/orders': 'NONE',
  });
});

test('is regional and traced', () => {
  const template = Template.fromStack(newApi().stack);

  template.hasResourceProperties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['REGIONAL'] } });
  template.hasResourceProperties('AWS::ApiGateway::Stage', { StageName: 'prod', TracingEnabled: true });
});

test('has a function that can assume the two scoped roles, but has no rights on the tables', () => {
  const { stack, api } = newApi();

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'TenantApiHandler')).toEqual([...OBSERVABILITY_ACTIONS, 'sts:AssumeRole', 'sts:AssumeRole', 'sts:TagSession', 'sts:TagSession'].sort());
  const roles = statementsOf(template, 'TenantApiHandler').filter(({ Action }) => [Action].flat().includes('sts:AssumeRole')).map(({ Resource }) => Resource);
  const { Variables } = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Description: 'Shows tenants and the people in them, and changes them for their admins' } }))[0]
    .Properties.Environment;
  expect(roles).toEqual([Variables.TENANCY_TENANT_ROLE_ARN, Variables.TENANCY_USER_ROLE_ARN]);
  expect(api.handler.node.path).toBe('Stack/TenantApi/Handler');
});

test('can access only the rows of the tenant, and the index and the record of the user', () => {
  const { stack, tables } = newApi();

  const template = Template.fromStack(stack);
  expect(statementsOf(template, 'TenantApiIsolationTenantRole')).toEqual([{
    Effect: 'Allow',
    Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
    Resource: stack.resolve(tables.tenants.tableArn),
    Condition: leadingKeysAre('${aws:PrincipalTag/tenantId}'),
  }, {
    Effect: 'Allow',
    Action: [
      'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
    ],
    Resource: stack.resolve(tables.users.tableArn),
    Condition: leadingKeysAre('${aws:PrincipalTag/tenantId}'),
  }]);
  expect(statementsOf(template, 'TenantApiIsolationUserRole')).toEqual([{
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    Resource: stack.resolve(tables.users.tableArn),
    Condition: leadingKeysAre('@${aws:PrincipalTag/userId}'),
  }, {
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: { 'Fn::Join': ['', [stack.resolve(tables.users.tableArn), '/index/user-index']] },
    Condition: leadingKeysAre('${aws:PrincipalTag/userId}'),
  }]);
});

test('can use the key of encrypted tables', () => {
  const stack = newStack();
  const tables = new TenantTables(stack, 'Encrypted', { encryptionKey: new kms.Key(stack, 'Key') });
  newApi({ tables }, stack);

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'TenantApiIsolationTenantRole')).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:Encrypt']));
  expect(actionsOf(template, 'TenantApiIsolationUserRole')).toContain('kms:Decrypt');
  expect(actionsOf(template, 'TenantApiHandler')).not.toContain('kms:Decrypt');
});

test('can use both keys if the tables are encrypted with different keys', () => {
  const stack = newStack();
  const [tenantsKey, usersKey] = ['TenantsKey', 'UsersKey'].map((id) => new kms.Key(stack, id));
  const tables = TenantTables.fromTables(stack, 'Imported', {
    tenants: new TenantTables(stack, 'OfTenants', { encryptionKey: tenantsKey }).tenants,
    users: new TenantTables(stack, 'OfUsers', { encryptionKey: usersKey }).users,
  });
  newApi({ tables }, stack);
  const keysOf = (role: string) => statementsOf(Template.fromStack(stack), role)
    .filter(({ Action }) => [Action].flat().includes('kms:GenerateDataKey*'))
    .map(({ Resource, Condition }) => [Resource, Condition.StringEquals['kms:EncryptionContext:aws:dynamodb:tableName']]);
  const onUsers = [usersKey, tables.users].map((resource) => stack.resolve('keyArn' in resource ? resource.keyArn : resource.tableName));
  const onTenants = [tenantsKey, tables.tenants].map((resource) => stack.resolve('keyArn' in resource ? resource.keyArn : resource.tableName));

  expect(keysOf('TenantApiIsolationTenantRole')).toEqual([onUsers, onTenants]);
  expect(keysOf('TenantApiIsolationUserRole')).toEqual([onUsers]);
});

test('lets browsers send If-Match and read ETag', () => {
  Template.fromStack(newApi().stack).hasResourceProperties('AWS::ApiGateway::Method', {
    HttpMethod: 'OPTIONS',
    Integration: {
      IntegrationResponses: [{
        StatusCode: '204',
        ResponseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'*'",
          'method.response.header.Access-Control-Allow-Headers': Match.stringLikeRegexp('If-Match'),
          'method.response.header.Access-Control-Expose-Headers': "'ETag,Retry-After'",
        },
      }],
    },
  });
});

test('returns errors of the gateway as problem documents that browsers can read', () => {
  const template = Template.fromStack(newApi({ corsAllowOrigins: ['https://app.example.com'] }).stack);

  template.allResourcesProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseParameters: {
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example.com'",
      'gatewayresponse.header.Access-Control-Expose-Headers': "'ETag,Retry-After'",
    },
  });
  template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType: 'ACCESS_DENIED',
    StatusCode: '403',
    ResponseTemplates: { 'application/json': '{"type":"about:blank","title":"Forbidden","status":403,"detail":$context.error.messageString}' },
  });
  for (const type of ['DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED', 'MISSING_AUTHENTICATION_TOKEN', 'THROTTLED']) {
    template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', { ResponseType: type });
  }
});

test('titles an error of the gateway by its status, or by the class of its status if several share a response', () => {
  const responses = Object.values(Template.fromStack(newApi().stack).findResources('AWS::ApiGateway::GatewayResponse')).map(({ Properties }) => ({
    type: Properties.ResponseType,
    status: Properties.StatusCode,
    title: /"title":"([^"]+)"/.exec(Properties.ResponseTemplates['application/json'])?.[1],
  }));

  expect(responses).toContainEqual({ type: 'THROTTLED', status: '429', title: 'Too Many Requests' });
  for (const { type, status, title } of responses) {
    expect([type, title]).toEqual([type, status ? STATUS_CODES[status] : { DEFAULT_4XX: 'Client Error', DEFAULT_5XX: 'Server Error' }[type as string]]);
  }
});

test('does not reveal details of server errors', () => {
  const responses = Object.values(Template.fromStack(newApi().stack).findResources('AWS::ApiGateway::GatewayResponse'))
    .filter(({ Properties: { StatusCode = '', ResponseType } }) => StatusCode.startsWith('5') || ResponseType === 'DEFAULT_5XX');

  expect(responses.length).toBeGreaterThan(0);
  for (const { Properties } of responses) {
    expect(Properties.ResponseTemplates['application/json']).not.toContain('$context');
  }
});

test('accepts valid origins, and origins that are known only at deployment', () => {
  const corsAllowOrigins = ['https://app.example.com', 'http://localhost:3000', 'capacitor://localhost', `https://${Token.asString({ Ref: 'Domain' })}`];

  expect(() => newApi({ corsAllowOrigins })).not.toThrow();
});

test.each([
  [[], 'must have at least one origin, but was empty'],
  [['*', 'https://app.example.com'], 'must be either "*" alone or a list of origins, but was *, https://app.example.com'],
  [['https://app.example.com/'], 'but one was "https://app.example.com/"'],
  [['https://App.example.com'], 'but one was "https://App.example.com"'],
  [['https://*.example.com'], 'but one was "https://*.example.com"'],
  [['app.example.com'], 'but one was "app.example.com"'],
  [["https://app.example.com'"], 'but one was "https://app.example.com\'"'],
  [['https://a.example.com,https://b.example.com'], 'but one was "https://a.example.com,https://b.example.com"'],
])('refuses the origins %p', (corsAllowOrigins, message) => {
  expect(() => newApi({ corsAllowOrigins })).toThrow('[Stack/TenantApi] corsAllowOrigins must ');
  expect(() => newApi({ corsAllowOrigins })).toThrow(message);
});
