import { aws_cognito as cognito } from 'aws-cdk-lib';
import type { DashboardPasswordPolicy } from '../../../contract/dashboard';
import { resolveProperty, userPoolResource } from '../user-pool/user-pool-resource';

/** What a pool asks of passwords, as far as it is known: nothing of an imported pool, nor of one that leaves it to Cognito. */
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
  // What is resolved at deploy time is an object here.
  }).filter(([, value]) => typeof value === 'number' || typeof value === 'boolean');
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
