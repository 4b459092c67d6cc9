import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { actionsOf, newApp, newStack, OBSERVABILITY_ACTIONS } from './support';
import { type AccessRule, TenantAuthorizer, type TenantAuthorizerProps, TenantApi, TenantTables, TokenUse } from '../../src';

function newAuthorizer(props: Partial<TenantAuthorizerProps> = {}, stack = newStack()) {
  const userPool = new cognito.UserPool(stack, 'Pool');
  const userPoolClients = [userPool.addClient('Web'), userPool.addClient('Mobile')];
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients, ...props });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(api) });
  return { stack, userPool, userPoolClients, authorizer };
}

test('decides by the Authorization header, and API Gateway caches the decision for five minutes', () => {
  const { stack } = newAuthorizer();

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
    Type: 'REQUEST',
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerResultTtlInSeconds: 300,
  });
  template.hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM' });
});

test('accepts access tokens of all its clients', () => {
  const { stack, userPool, userPoolClients } = newAuthorizer();

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        TENANCY_USER_POOL_ID: stack.resolve(userPool.userPoolId),
        TENANCY_USER_POOL_CLIENT_IDS: {
          'Fn::Join': ['', [
            stack.resolve(userPoolClients[0].userPoolClientId), ',', stack.resolve(userPoolClients[1].userPoolClientId),
          ]],
        },
        TENANCY_TOKEN_USE: 'access',
      },
    },
  });
});

test('accepts ID tokens with TokenUse.ID', () => {
  const { stack } = newAuthorizer({ tokenUse: TokenUse.ID });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_TOKEN_USE: 'id' } } });
});

test('has only the rights to log and trace', () => {
  const { stack } = newAuthorizer();

  expect(actionsOf(Template.fromStack(stack), 'Authorizer')).toEqual(OBSERVABILITY_ACTIONS);
});

test.each(['cn-north-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])('is refused in %s, where tokens cannot be verified', (region) => {
  expect(() => newAuthorizer({}, new Stack(newApp(), 'Stack', { env: { region } })))
    .toThrow(`[Stack/Authorizer] The Region must be in the partition aws or aws-us-gov, but was ${region}.`);
});

test('works in GovCloud', () => {
  expect(() => newAuthorizer({}, new Stack(newApp(), 'Stack', { env: { region: 'us-gov-west-1' } }))).not.toThrow();
});

describe('several APIs', () => {
  const tenantPath = '/tenant/{tenantId}/orders';

  function addApi(scope: Stack, authorizer: TenantAuthorizer, id = 'Orders'): apigateway.RestApi {
    const api = new apigateway.RestApi(scope, id, { cloudWatchRole: false });
    api.root.resourceForPath(tenantPath).addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(api) });
    return api;
  }

  test('have an authorizer each, and share the function', () => {
    const { stack, authorizer } = newAuthorizer();
    addApi(stack, authorizer);

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    const authorizers = Object.values(template.findResources('AWS::ApiGateway::Authorizer')).map(({ Properties }) => Properties);
    const handler = stack.resolve(authorizer.handler.functionArn);
    expect(authorizers.map(({ RestApiId }) => RestApiId.Ref)).toEqual([expect.stringMatching(/^Api/), expect.stringMatching(/^Orders/)]);
    for (const { AuthorizerUri, Name } of authorizers) {
      expect(JSON.stringify(AuthorizerUri)).toContain(JSON.stringify(handler));
      expect(Name).toEqual(expect.any(String));
    }
  });

  test('may each call the function for their own authorizer', () => {
    const { stack, authorizer } = newAuthorizer();
    addApi(stack, authorizer);

    const template = Template.fromStack(stack);
    const authorizerIds = Object.keys(template.findResources('AWS::ApiGateway::Authorizer'));
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);
    expect(permissions).toHaveLength(2);
    authorizerIds.forEach((id, index) => {
      expect(permissions[index].FunctionName).toEqual(stack.resolve(authorizer.handler.functionArn));
      expect(JSON.stringify(permissions[index].SourceArn)).toContain(JSON.stringify({ Ref: id }));
    });
  });

  test('get the same authorizer at each call, also as an imported API', () => {
    const { stack, authorizer } = newAuthorizer();
    const api = addApi(stack, authorizer);
    const imported = apigateway.RestApi.fromRestApiId(stack, 'Imported', api.restApiId);

    expect(authorizer.authorizerFor(api)).toBe(authorizer.authorizerFor(api));
    expect(authorizer.authorizerFor(imported)).toBe(authorizer.authorizerFor(api));
  });

  test('can be in another stack, which has the authorizer and its permission', () => {
    const app = newApp();
    const { stack, authorizer } = newAuthorizer({}, new Stack(app, 'Stack'));
    const other = new Stack(app, 'Other');
    addApi(other, authorizer);

    const template = Template.fromStack(other);
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', { FunctionName: { 'Fn::ImportValue': Match.stringLikeRegexp('^Stack:') } });
    expect(stack.dependencies).toEqual([]);
  });

  test('can take the authorizer as the default of a resource', () => {
    const { stack, authorizer } = newAuthorizer();
    const api = new apigateway.RestApi(stack, 'Orders', { cloudWatchRole: false });
    const tenant = api.root.addResource('tenant', { defaultMethodOptions: { authorizer: authorizer.authorizerFor(api) } });
    tenant.addResource('{tenantId}').addResource('orders').addMethod('GET', new apigateway.MockIntegration());

    Template.fromStack(stack).resourcePropertiesCountIs('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM' }, 2);
  });

  test('can be imported', () => {
    const { stack, authorizer } = newAuthorizer();
    const restApi = apigateway.RestApi.fromRestApiAttributes(stack, 'Orders', { restApiId: 'abcdef', rootResourceId: 'root' });
    restApi.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(restApi) });

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', { RestApiId: 'abcdef' });
  });

  test('can each be behind two authorizers', () => {
    const { stack, userPool, userPoolClients, authorizer } = newAuthorizer();
    const api = addApi(stack, authorizer);
    const idTokens = new TenantAuthorizer(stack, 'IdTokens', { userPool, userPoolClients, tokenUse: TokenUse.ID });
    api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: idTokens.authorizerFor(api) });

    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Authorizer', 3);
  });

  test('can be those of a TenantApi, which is behind its authorizer already', () => {
    const { stack, authorizer } = newAuthorizer();
    const tables = new TenantTables(stack, 'Tables');
    const apis = ['First', 'Second'].map((id) => new TenantApi(stack, id, { authorizer, tables }));
    apis.forEach(({ restApi }) => authorizer.authorizerFor(restApi));

    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Authorizer', 3);
  });
});

test('needs no API', () => {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'Pool');
  new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')] });

  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Authorizer', 0);
});

describe('access rules', () => {
  const rule = (changes: Partial<AccessRule> = {}): AccessRule => ({ path: '/tenant/{tenantId}/devices', roles: ['admin'], ...changes });

  test('are passed to the function, including rules that are added later', () => {
    const { stack, authorizer } = newAuthorizer({ rules: [rule()], roles: ['operator'] });
    authorizer.addRule(rule({ path: '/tenant/{tenantId}/sites/{siteId}', methods: ['PUT', 'DELETE'], roles: ['operator', 'admin'] }));

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TENANCY_ACCESS_RULES: '24;admin,operator;A * devices;BA D*,PU* sites/*',
        },
      },
    });
  });

  test('are empty by default', () => {
    Template.fromStack(newAuthorizer().stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_ACCESS_RULES: '24;' } } });
  });

  test.each([
    '/tenant/{tenantId}', '/tenant/{tenantId}/', '/tenant/{tenantId}/devices/', '/tenant/{id}/devices', '/tenants/{userId}', '/devices', 'tenant/{tenantId}/devices',
    '/tenant/{tenantId}//devices', '/tenant/{tenantId}/*', '/tenant/{tenantId}/dev?ces', '/tenant/{tenantId}/{proxy+}', '/tenant/{tenantId}/a b', '/tenant/{tenantId}/%64', '',
    '/tenant/{tenantId}devices', '/tenant/{tenantId}/{}', '/tenant/{tenantId}/x{y}', Token.asString({ Ref: 'Path' }),
  ])('are refused for the path %j', (path) => {
    expect(() => newAuthorizer({ rules: [rule({ path })] }))
      .toThrow('[Stack/Authorizer] The path of an access rule must begin with /tenant/{tenantId}/ and name routes below it');
  });

  test('are refused for a path that is too long for a policy', () => {
    const path = `/tenant/{tenantId}/${'x'.repeat(240)}`;
    expect(() => newAuthorizer({ rules: [rule({ path })] }))
      .toThrow(`The path of an access rule must have at most 250 characters, but ${path} has ${path.length}.`);
  });

  test.each([[[]], [['GET', 'HEAD']], [['get']], [['ANY']], [['*']]])('are refused for the methods %j', (methods) => {
    expect(() => newAuthorizer({ rules: [rule({ methods })] }))
      .toThrow(`The methods of the access rule for /tenant/{tenantId}/devices must be some of DELETE, GET, PATCH, POST, PUT, or be left out for all, but were ${JSON.stringify(methods)}.`);
  });

  test('are refused without a role', () => {
    expect(() => newAuthorizer({ rules: [rule({ roles: [] })] })).toThrow('The access rule for /tenant/{tenantId}/devices must name at least one role, but names none.');
  });

  test.each(['Admin', 'a', '*', 'site admin', 'x'.repeat(33)])('are refused for the role %j', (role) => {
    expect(() => newAuthorizer({ rules: [rule({ roles: ['admin', role] })] }))
      .toThrow(`A role must be 2 to 32 characters out of a-z0-9-, but one is ${JSON.stringify(role)}.`);
  });

  test('are refused for an undeclared role, also if they are added later', () => {
    const { authorizer } = newAuthorizer({ roles: ['operator'] });
    expect(() => authorizer.addRule(rule({ roles: ['admin', 'member', 'operator'] }))).not.toThrow();
    expect(() => authorizer.addRule(rule({ roles: ['admin', 'operater'] })))
      .toThrow('[Stack/Authorizer] The roles of the access rule for /tenant/{tenantId}/devices must be some of admin, member, operator, but one is "operater". '
        + 'Correct it, or declare the role in roles.');
    expect(() => newAuthorizer({ rules: [rule({ roles: ['operator'] })] })).toThrow('must be some of admin, member, but one is "operator"');
  });
});

test('accepts at most 50 clients', () => {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'OfMany');
  const userPoolClients = Array.from({ length: 51 }, (_, index) => userPool.addClient(`Client${index}`));
  expect(() => newAuthorizer({ userPoolClients })).toThrow('[Stack/Authorizer] userPoolClients must contain at most 50 app clients, but contains 51.');
  expect(() => newAuthorizer({ userPoolClients: userPoolClients.slice(1) })).not.toThrow();
});

test('refuses an empty list of clients', () => {
  expect(() => newAuthorizer({ userPoolClients: [] }))
    .toThrow('[Stack/Authorizer] userPoolClients must contain at least one app client, but was empty.');
});

test('refuses a longer cache time than API Gateway supports', () => {
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.minutes(61) }))
    .toThrow('[Stack/Authorizer] resultsCacheTtl must be at most 3600 seconds, but was 3660 seconds. Pass a shorter duration, such as Duration.minutes(5).');
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.minutes(60) })).not.toThrow();
  // The seconds of a parameter are not known at synth.
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })) })).not.toThrow();
});
