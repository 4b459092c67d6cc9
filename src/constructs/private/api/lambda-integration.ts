import { Names, Token, aws_apigateway as apigateway, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';

/**
 * Integration of methods with a function.
 *
 * The CDK's `LambdaIntegration` adds one permission for each method and another one for the test button of the console. Here, all methods
 * of a function share one permission, for any method of the deployed stage. This gives callers no more access: the methods of the API
 * decide which requests reach the function. A principal that can add a method can add a permission too.
 *
 * A function and not a class, because a base class would be loaded together with this package.
 */
export function lambdaIntegration(api: apigateway.RestApi, handler: lambda.IFunction): apigateway.Integration {
  allowInvoke(api, handler, api.deploymentStage.stageName);
  deployAgainWithName(api, handler);
  return new apigateway.AwsIntegration({ proxy: true, service: 'lambda', path: `2015-03-31/functions/${handler.functionArn}/invocations` });
}

/** Lets a stage of an API invoke a function. */
export function allowInvoke(api: apigateway.RestApi, handler: lambda.IFunction, stageName: string, purpose = 'Invoke'): void {
  const id = `${purpose}.${Names.nodeUniqueId(handler.node)}`;
  if (api.node.tryFindChild(id)) {
    return;
  }
  handler.addPermission(id, {
    // In the stack of the API, even if the function is in another stack, so that the function does not depend on the API.
    scope: api,
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: api.arnForExecuteApi('*', '/*', stageName),
  });
}

/** A new literal name replaces the function, but the methods refer to it as before. The name in the deployment's id triggers a new deployment. */
function deployAgainWithName(api: apigateway.RestApi, { node: { defaultChild } }: lambda.IFunction): void {
  const name = (defaultChild as lambda.CfnFunction | undefined)?.functionName;
  if (name !== undefined && !Token.isUnresolved(name)) {
    api.latestDeployment?.addToLogicalId({ functionName: name });
  }
}
