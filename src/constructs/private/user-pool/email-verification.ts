import { aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowsSelfSignUp, resolveProperty, userPoolResource } from './user-pool-resource';

/**
 * Makes synth fail if people can sign up but Cognito doesn't verify their email addresses, because they could not accept invitations.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
 */
export function requireVerifiedEmail(scope: Construct, userPool: cognito.IUserPool): void {
  requireAtSynth(scope, userPool, (resource) => verifiesEmail(resource) ? undefined
    : `userPool must verify the email addresses of people who sign up, but ${userPool.node.path} does not, so people could not accept invitations. `
      + 'Set autoVerify: { email: true } on the pool, or turn invitations off.');
}

/** Makes synth fail if people can sign up at the dashboard but get no code by email, because they could not confirm the sign-up. */
export function requireCodeByEmail(scope: Construct, userPool: cognito.IUserPool): void {
  requireAtSynth(scope, userPool, (resource) => {
    if (!verifiesEmail(resource)) {
      return `userPool must verify the email addresses of people who sign up, but ${userPool.node.path} does not, so people could not confirm a sign-up at the dashboard. `
        + 'Set autoVerify: { email: true } on the pool, or selfSignUpEnabled: false.';
    }
    return verifiesPhoneFirst(resource)
      ? `userPool must send the code of a sign-up by email, but ${userPool.node.path} requires a phone number and verifies it, so the code is sent by SMS and the `
        + 'email address stays unverified. Set autoVerify: { email: true, phone: false } on the pool.'
      : undefined;
  });
}

/**
 * Checks at synth, because triggers can be added until then. A pre sign-up trigger can verify attributes itself, so pools with one are not
 * checked. Neither are imported pools.
 */
function requireAtSynth(scope: Construct, userPool: cognito.IUserPool, faultOf: (resource: cognito.CfnUserPool) => string | undefined): void {
  const resource = userPoolResource(userPool);
  if (resource === undefined) {
    return;
  }
  scope.node.addValidation({
    validate: () => {
      if (!allowsSelfSignUp(resource) || resolveProperty(resource, resource.lambdaConfig)?.preSignUp !== undefined) {
        return [];
      }
      const fault = faultOf(resource);
      return fault === undefined ? [] : [`[${scope.node.path}] ${fault}`];
    },
  });
}

function verifiesEmail(resource: cognito.CfnUserPool): boolean {
  return verifiedAttributes(resource).includes('email');
}

/** Whether the code goes to the phone. Cognito sends only one code, and prefers the phone for people with both. */
function verifiesPhoneFirst(resource: cognito.CfnUserPool): boolean {
  const schema: cognito.CfnUserPool.SchemaAttributeProperty[] = resolveProperty(resource, resource.schema) ?? [];
  return verifiedAttributes(resource).includes('phone_number') && schema.some(({ name, required }) => name === 'phone_number' && required === true);
}

function verifiedAttributes(resource: cognito.CfnUserPool): string[] {
  return resolveProperty(resource, resource.autoVerifiedAttributes) ?? [];
}
