import { Stack, Token, TokenComparison, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from '../validation/construct-error';

/** The id of a pool begins with its Region. An imported pool may have been given no other hint. */
const REGION_IN_POOL_ID = /^([a-z0-9-]+)_/;

/**
 * Holds a pool to the account and Region of the functions that it calls, or that ask it for users. What is not known at synth passes.
 *
 * Functions that only verify tokens are not concerned: they fetch the keys of the pool, which are public.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 * @throws Error when the pool is known to be elsewhere
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
      + 'Amazon Cognito calls functions of its own account and Region only, and these functions ask for users there. '
      + 'Deploy this construct to the account and Region of the pool; a TenantAuthorizer and a TenantApi may be elsewhere.');
  }
}

/** Whether both are known, and not the same. */
function differ(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}
