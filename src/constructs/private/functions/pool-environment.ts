import { Stack, Token, TokenComparison, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from '../validation/construct-error';

/** The id of a pool begins with its Region. For an imported pool, this may be the only information. */
const REGION_IN_POOL_ID = /^([a-z0-9-]+)_/;

/**
 * Requires that a pool is in the account and Region of the functions that it calls, or that read users from it. Values that are not known
 * at synth are accepted.
 *
 * Functions that only verify tokens can be elsewhere, because they fetch only the pool's public keys.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 * @throws Error if the pool is known to be elsewhere
 */
export function requireSameEnvironment(scope: Construct, userPool: cognito.IUserPool): void {
  const { region, account } = Stack.of(scope);
  const { env, userPoolId } = userPool;
  const regionOfId = Token.isUnresolved(userPoolId) ? undefined : REGION_IN_POOL_ID.exec(userPoolId)?.[1];
  const regionOfPool = regionOfId ?? env.region;
  if (differ(regionOfPool, region)) {
    refuse(`Region ${region}`, regionOfPool);
  }
  if (differ(env.account, account)) {
    refuse(`account ${account}`, env.account);
  }

  function refuse(own: string, other: string): never {
    throw new ConstructError(scope, `The user pool ${userPool.node.path} must be in the ${own}, but was in ${other}. `
      + 'Amazon Cognito calls functions only in its own account and Region, and these functions read users only there. '
      + 'Deploy this construct to the account and Region of the pool; a TenantAuthorizer and a TenantApi can be elsewhere.');
  }
}

/** Whether both are known and different. */
function differ(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}
