import { Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { resourceOf } from './resource-of';
import type { DashboardPasswordPolicy } from '../../contract/dashboard';

/** What a pool asks of passwords, as far as it is known: nothing of an imported pool, nor of one that leaves it to Cognito. */
export function passwordPolicyOf(userPool: cognito.IUserPool): DashboardPasswordPolicy | undefined {
  const resource = resourceOf<cognito.CfnUserPool>(userPool, cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME);
  if (resource === undefined) {
    return undefined;
  }
  const policy: cognito.CfnUserPool.PasswordPolicyProperty = Stack.of(userPool).resolve(resource.policies)?.passwordPolicy ?? {};
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
