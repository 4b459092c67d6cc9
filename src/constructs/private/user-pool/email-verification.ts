import { aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowsSelfSignUp, resolveProperty, userPoolResource } from './user-pool-resource';

/**
 * Makes synth fail where people sign up by themselves and Cognito verifies no e-mail address: nobody could accept an invitation.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
 */
export function requireVerifiedEmail(scope: Construct, userPool: cognito.IUserPool): void {
  requireAtSynth(scope, userPool, (resource) => verifiesEmail(resource) ? undefined
    : `userPool must verify the e-mail addresses of people who sign up, but ${userPool.node.path} does not, so nobody could accept an invitation. `
      + 'Set autoVerify: { email: true } on the pool, or switch invitations off.');
}

/** Makes synth fail where people sign up at the dashboard and get no code by e-mail: nobody could confirm the sign-up there. */
export function requireCodeByEmail(scope: Construct, userPool: cognito.IUserPool): void {
  requireAtSynth(scope, userPool, (resource) => {
    if (!verifiesEmail(resource)) {
      return `userPool must verify the e-mail addresses of people who sign up, but ${userPool.node.path} does not, so nobody could confirm a sign-up at the dashboard. `
        + 'Set autoVerify: { email: true } on the pool, or selfSignUpEnabled: false.';
    }
    return verifiesPhoneFirst(resource)
      ? `userPool must send the code of a sign-up by e-mail, but ${userPool.node.path} requires a phone number and verifies it, so the code is sent by SMS and the `
        + 'e-mail address stays unverified. Set autoVerify: { email: true, phone: false } on the pool.'
      : undefined;
  });
}

/** Triggers may be added until the end of the app. One before the sign-up may confirm people, and verify what it likes. Nothing is known of imported pools. */
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

/** Cognito sends one code. To people with both it goes to the phone. */
function verifiesPhoneFirst(resource: cognito.CfnUserPool): boolean {
  const schema: cognito.CfnUserPool.SchemaAttributeProperty[] = resolveProperty(resource, resource.schema) ?? [];
  return verifiedAttributes(resource).includes('phone_number') && schema.some(({ name, required }) => name === 'phone_number' && required === true);
}

function verifiedAttributes(resource: cognito.CfnUserPool): string[] {
  return resolveProperty(resource, resource.autoVerifiedAttributes) ?? [];
}
