import { Duration, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface RequestAuthorizerProps {
  /** The function that decides. It may be in another stack. */
  readonly handler: lambda.IFunction;
  readonly resultsCacheTtl: Duration;
}

/** An authorizer for one REST API, in the stack of its scope. It is attached to the API whose methods use it. */
export function createRequestAuthorizer(
  scope: Construct, id: string, { handler, resultsCacheTtl }: RequestAuthorizerProps,
): apigateway.RequestAuthorizer {
  const authorizer = new Construct(scope, id);
  return new apigateway.RequestAuthorizer(authorizer, 'Resource', {
    // By its ARN, the CDK puts the permission of the authorizer into this stack. Beside the function it would be a cycle of two stacks.
    handler: lambda.Function.fromFunctionAttributes(authorizer, 'Handler', { functionArn: handler.functionArn, sameEnvironment: true }),
    identitySources: [apigateway.IdentitySource.header('Authorization')],
    resultsCacheTtl,
  });
}
