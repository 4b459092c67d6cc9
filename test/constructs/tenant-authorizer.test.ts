import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { actionsOf, newStack, OBSERVABILITY_ACTIONS } from './support';
import { TenantAuthorizer, type TenantAuthorizerProps, TokenUse } from '../../src';

function newAuthorizer(props: Partial<TenantAuthorizerProps> = {}) {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'Pool');
  const userPoolClients = [userPool.addClient('Web'), userPool.addClient('Mobile')];
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients, ...props });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizer });
  return { stack, userPool, userPoolClients };
}

test('decides on the Authorization header, and API Gateway keeps the decision for five minutes', () => {
  const { stack } = newAuthorizer();

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
    Type: 'REQUEST',
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerResultTtlInSeconds: 300,
  });
  template.hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM' });
});

test('takes access tokens of all its clients', () => {
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

test('takes ID tokens when it is told so', () => {
  const { stack } = newAuthorizer({ tokenUse: TokenUse.ID });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_TOKEN_USE: 'id' } } });
});

test('has no rights at all but to log and trace', () => {
  const { stack } = newAuthorizer();

  expect(actionsOf(Template.fromStack(stack), 'Authorizer')).toEqual(OBSERVABILITY_ACTIONS);
});

test('refuses an empty list of clients', () => {
  expect(() => newAuthorizer({ userPoolClients: [] }))
    .toThrow('[Stack/Authorizer] userPoolClients was expected to name at least one app client, but it is empty');
});

test('refuses to keep decisions longer than API Gateway does', () => {
  expect(() => newAuthorizer({ resultsCacheTtl: Duration.minutes(61) }))
    .toThrow('[Stack/Authorizer] resultsCacheTtl must be at most 3600 seconds, but it is 3660 seconds');
});
