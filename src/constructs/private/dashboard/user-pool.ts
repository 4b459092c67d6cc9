import { Annotations, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { signUpAttributesOf } from './sign-up-attributes';
import type { DashboardConfiguration } from '../../../contract/dashboard';
import { requireCodeByEmail } from '../user-pool/email-verification';
import { allowsSelfSignUp, resolveProperty, userPoolResource } from '../user-pool/user-pool-resource';
import { ConstructError } from '../validation/construct-error';

/** The alias that people sign in with at the dashboard. */
const EMAIL = 'email';

/**
 * Checks the pool of the dashboard. An imported pool can't be checked.
 *
 * @throws Error if people can't sign in with their email address
 */
export function validateUserPool(scope: Construct, userPool: cognito.IUserPool): void {
  const resource = userPoolResource(userPool);
  if (resource && !isKnownByEmail(resource) && !hasEmailAsAlias(resource)) {
    throw new ConstructError(scope, `userPool must let people sign in by email, but ${userPool.node.path} does not. `
      + 'Create a pool with signInAliases: { email: true }; the aliases of a pool cannot be changed later.');
  }
}

/**
 * Returns whether people can create accounts at the dashboard, and the attributes that the form asks for besides email address and password.
 *
 * @throws Error if the pool requires an attribute that the page can't ask for, or sends no code by email
 */
export function signUpConfiguration(
  scope: Construct, userPool: cognito.IUserPool, client: cognito.IUserPoolClient,
): Pick<DashboardConfiguration['signIn'], 'signUp' | 'signUpAttributes'> {
  if (!allowsSignUp(scope, userPool)) {
    return { signUp: false };
  }
  requireCodeByEmail(scope, userPool);
  const signUpAttributes = signUpAttributesOf(scope, userPool, client);
  return signUpAttributes.length > 0 ? { signUpAttributes } : {};
}

function allowsSignUp(scope: Construct, userPool: cognito.IUserPool): boolean {
  const resource = userPoolResource(userPool);
  if (resource === undefined) {
    return true;
  }
  if (!allowsSelfSignUp(resource)) {
    return false;
  }
  if (!isKnownByEmail(resource)) {
    Annotations.of(scope).addWarningV2('cdk-tenancy:dashboardWithoutSignUp', `People cannot sign up at the dashboard: ${userPool.node.path} gives them `
      + 'a user name besides their email address, and Cognito does not accept an address as the user name. For a sign-up, create a pool with only signInAliases: { email: true }.');
    return false;
  }
  return true;
}

function isKnownByEmail(resource: cognito.CfnUserPool): boolean {
  return resolveProperty(resource, resource.usernameAttributes)?.includes(EMAIL) ?? false;
}

function hasEmailAsAlias(resource: cognito.CfnUserPool): boolean {
  return resolveProperty(resource, resource.aliasAttributes)?.includes(EMAIL) ?? false;
}
