import { Annotations, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { resourceOf } from './resource-of';

/** By what the dashboard knows people. */
const EMAIL = 'email';

/**
 * Of an imported pool nothing is known.
 *
 * @throws Error when nobody could sign in by e-mail
 */
export function validateUserPool(scope: Construct, userPool: cognito.IUserPool): void {
  const resource = poolResourceOf(userPool);
  if (resource && !isKnownByEmail(resource) && !hasEmailAsAlias(resource)) {
    throw new ConstructError(scope, `userPool was expected to let people sign in by e-mail, but ${userPool.node.path} does not. `
      + 'Make a pool with signInAliases: { email: true }; those of a pool cannot be changed later.');
  }
}

/** Whether people can make accounts by themselves, on a page that asks for no name but their e-mail address. */
export function allowsSignUp(scope: Construct, userPool: cognito.IUserPool): boolean {
  const resource = poolResourceOf(userPool);
  if (resource === undefined) {
    return true;
  }
  const { allowAdminCreateUserOnly = false } = resolve(resource, resource.adminCreateUserConfig) ?? {};
  if (allowAdminCreateUserOnly === true) {
    return false;
  }
  if (!isKnownByEmail(resource)) {
    Annotations.of(scope).addWarningV2('cdk-tenancy:dashboardWithoutSignUp', `People cannot sign up at the dashboard: ${userPool.node.path} gives them `
      + 'a user name beside their e-mail address, and Cognito takes no address for one. For a sign-up make a pool with signInAliases: { email: true } alone.');
    return false;
  }
  return true;
}

function isKnownByEmail(resource: cognito.CfnUserPool): boolean {
  return resolve(resource, resource.usernameAttributes)?.includes(EMAIL) ?? false;
}

function hasEmailAsAlias(resource: cognito.CfnUserPool): boolean {
  return resolve(resource, resource.aliasAttributes)?.includes(EMAIL) ?? false;
}

function poolResourceOf(userPool: cognito.IUserPool): cognito.CfnUserPool | undefined {
  return resourceOf(userPool, cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME);
}

function resolve(resource: cognito.CfnUserPool, value: unknown): any {
  return Stack.of(resource).resolve(value);
}
