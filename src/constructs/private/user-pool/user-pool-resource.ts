import { Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { resourceOf } from '../cloudformation/resource-of';

/** Returns the resource of a pool that the app creates; `undefined` for an imported pool. */
export function userPoolResource(userPool: cognito.IUserPool): cognito.CfnUserPool | undefined {
  return resourceOf<cognito.CfnUserPool>(userPool, cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME);
}

/** Returns a property of a pool, as far as it is known at synth. */
export function resolveProperty<T>(resource: cognito.CfnUserPool, value: T): any {
  return Stack.of(resource).resolve(value);
}

/** Whether people can create accounts by themselves. */
export function allowsSelfSignUp(resource: cognito.CfnUserPool): boolean {
  return resolveProperty(resource, resource.adminCreateUserConfig)?.allowAdminCreateUserOnly !== true;
}
