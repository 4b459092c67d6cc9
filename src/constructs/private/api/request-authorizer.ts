import { Duration, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface RequestAuthorizerProps {
  /** The function of the authorizer. It can be in another stack. */
  readonly handler: lambda.IFunction;
  readonly resultsCacheTtl: Duration;
}

/** Creates an authorizer for a REST API, in the stack of the scope. The CDK attaches it to the API whose methods use it. */
export function createRequestAuthorizer(
  scope: Construct, id: string, { handler, resultsCacheTtl }: RequestAuthorizerProps,
): apigateway.RequestAuthorizer {
  const authorizer = new Construct(scope, id);
  return new apigateway.RequestAuthorizer(authorizer, 'Resource', {
    // For an imported function, the CDK adds the permission to this stack. In the stack of the function, the permission would make the stacks
    // depend on each other.
    handler: lambda.Function.fromFunctionAttributes(authorizer, 'Handler', { functionArn: handler.functionArn, sameEnvironment: true }),
    identitySources: [apigateway.IdentitySource.header('Authorization')],
    resultsCacheTtl,
  });
}
