import { Annotations, Stack, aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { requireSameEnvironment } from '../functions/pool-environment';
import { ConstructError } from '../validation/construct-error';

/** Whether this app creates the pool, so that its triggers can be set. An imported pool has no `addTrigger`. */
export function isOwnedUserPool(userPool: cognito.IUserPool): userPool is cognito.UserPool {
  return 'addTrigger' in userPool;
}

export interface UserPoolTriggerOptions {
  readonly operation: cognito.UserPoolOperation;
  readonly lambdaVersion?: cognito.LambdaVersion;
  /** Other operations that must not have a function. */
  readonly excludes?: readonly cognito.UserPoolOperation[];
}

/**
 * Makes a pool call a function. For an imported pool, it adds only the permission, and warns that the trigger must be set by hand.
 */
export function attachTrigger(scope: Construct, userPool: cognito.IUserPool, fn: lambda.Function, options: UserPoolTriggerOptions): void {
  const { operation, lambdaVersion, excludes = [] } = options;
  requireSameEnvironment(scope, userPool);
  if (!isOwnedUserPool(userPool)) {
    fn.addPermission('UserPool', {
      principal: new iam.ServicePrincipal('cognito-idp.amazonaws.com'),
      sourceArn: userPool.userPoolArn,
    });
    Annotations.of(scope).addWarningV2('cdk-tenancy:attachTriggerByHand', `The triggers of the imported user pool ${userPool.node.path} cannot be set here. `
      + `Set its ${operation.operationName} trigger to the function ${fn.node.path} by hand, or pass the pool itself.`);
    return;
  }
  const taken = triggersOf(userPool);
  for (const { operationName } of [operation, ...excludes]) {
    if (operationName in taken) {
      throw new ConstructError(scope, `The user pool ${userPool.node.path} must have no ${operationName} trigger, but already has one. `
        + 'Cognito calls one function for all versions of a trigger. Remove the other function, or call it from a function that you write.');
    }
  }
  userPool.addTrigger(operation, fn, lambdaVersion);
}

/** Returns the functions that the pool calls so far, by operation. */
export function triggersOf(userPool: cognito.UserPool): Record<string, unknown> {
  const { lambdaConfig } = userPool.node.defaultChild as cognito.CfnUserPool;
  return Stack.of(userPool).resolve(lambdaConfig) ?? {};
}
