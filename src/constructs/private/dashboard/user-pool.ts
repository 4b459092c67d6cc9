import { Annotations, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { signUpAttributesOf } from './sign-up-attributes';
import type { DashboardConfiguration } from '../../../contract/dashboard';
import { requireCodeByEmail } from '../user-pool/email-verification';
import { allowsSelfSignUp, resolveProperty, userPoolResource } from '../user-pool/user-pool-resource';
import { ConstructError } from '../validation/construct-error';

/** The alias that the dashboard signs people in by. */
const EMAIL = 'email';

/**
 * Of an imported pool nothing is known.
 *
 * @throws Error when nobody could sign in by e-mail
 */
export function validateUserPool(scope: Construct, userPool: cognito.IUserPool): void {
  const resource = userPoolResource(userPool);
  if (resource && !isKnownByEmail(resource) && !hasEmailAsAlias(resource)) {
    throw new ConstructError(scope, `userPool must let people sign in by e-mail, but ${userPool.node.path} does not. `
      + 'Create a pool with signInAliases: { email: true }; the aliases of a pool cannot be changed later.');
  }
}

/**
 * Whether people can create accounts at the dashboard, and what they are asked for beside e-mail address and password.
 *
 * @throws Error when the pool demands what the page cannot ask for
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
      + 'a user name beside their e-mail address, and Cognito does not accept an address as the user name. For a sign-up create a pool with signInAliases: { email: true } alone.');
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
