import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { actionsOf, newApp, newStack, OBSERVABILITY_ACTIONS } from './support';
import { type AccessRule, TenantAuthorizer, type TenantAuthorizerProps, TokenUse } from '../../src';

function newAuthorizer(props: Partial<TenantAuthorizerProps> = {}, stack = newStack()) {
  const userPool = new cognito.UserPool(stack, 'Pool');
  const userPoolClients = [userPool.addClient('Web'), userPool.addClient('Mobile')];
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients, ...props });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizer });
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
    .toThrow('[Stack/Authorizer] userPoolClients must contain at least one app client, but is empty.');
});

test('refuses a longer cache time than API Gateway supports', () => {
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.minutes(61) }))
    .toThrow('[Stack/Authorizer] resultsCacheTtl must be at most 3600 seconds, but was 3660 seconds');
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.minutes(60) })).not.toThrow();
  // The seconds of a parameter are not known at synth.
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })) })).not.toThrow();
});
