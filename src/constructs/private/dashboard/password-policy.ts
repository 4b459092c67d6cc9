import { aws_cognito as cognito } from 'aws-cdk-lib';
import type { DashboardPasswordPolicy } from '../../../contract/dashboard';
import { resolveProperty, userPoolResource } from '../user-pool/user-pool-resource';

/** Returns the password policy of a pool, as far as it is known at synth; `undefined` for an imported pool, or if the app sets none. */
export function passwordPolicyOf(userPool: cognito.IUserPool): DashboardPasswordPolicy | undefined {
  const resource = userPoolResource(userPool);
  if (resource === undefined) {
    return undefined;
  }
  const policy: cognito.CfnUserPool.PasswordPolicyProperty = resolveProperty(resource, resource.policies)?.passwordPolicy ?? {};
  const known = Object.entries({
    minLength: policy.minimumLength,
    requireLowercase: policy.requireLowercase,
    requireUppercase: policy.requireUppercase,
    requireNumbers: policy.requireNumbers,
    requireSymbols: policy.requireSymbols,
  // Values that are resolved at deploy time are objects here.
  }).filter(([, value]) => typeof value === 'number' || typeof value === 'boolean');
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
