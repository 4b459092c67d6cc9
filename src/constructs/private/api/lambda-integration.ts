import { Names, Token, aws_apigateway as apigateway, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';

/**
 * Leads a method to a function.
 *
 * The CDK's `LambdaIntegration` adds a permission to each method, and another one for the console's test button. Here all methods of
 * an API that lead to one function share one permission: any method of the deployed stage of this API. It allows no caller more,
 * as the methods of the API alone decide which requests reach the function, and whoever can add a method could add a permission too.
 *
 * Not a class: its base class would be loaded together with this package.
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
    // In the stack of the API, wherever the function is: the function does not depend on the API.
    scope: api,
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: api.arnForExecuteApi('*', '/*', stageName),
  });
}

/** A function that gets another literal name is another function, though templates refer to it as before. */
function deployAgainWithName(api: apigateway.RestApi, { node: { defaultChild } }: lambda.IFunction): void {
  const name = (defaultChild as lambda.CfnFunction | undefined)?.functionName;
  if (name !== undefined && !Token.isUnresolved(name)) {
    api.latestDeployment?.addToLogicalId({ functionName: name });
  }
}
