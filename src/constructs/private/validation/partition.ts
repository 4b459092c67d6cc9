import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/**
 * The Regions of partitions without Amazon Cognito user pools (China), and of partitions whose pools publish their keys in another domain
 * than `amazonaws.com` (the isolated partitions, the European Sovereign Cloud). The authorizer's verifier (aws-jwt-verify) doesn't support
 * these domains.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html
 */
const WITHOUT_TOKENS = /^(cn|us-iso|eu-iso|eusc)/;

/** The Regions of partitions without CloudFront. Its certificates come from us-east-1, which is in the partition `aws`. */
const WITHOUT_CLOUDFRONT = /^(cn|us-gov|us-iso|eu-iso|eusc)/;

/** @throws Error if the tokens of a pool can't be verified in the Region of the stack */
export function validateTokenPartition(scope: Construct): void {
  const region = regionOf(scope, WITHOUT_TOKENS);
  if (region !== undefined) {
    throw new ConstructError(scope, `The Region must be in the partition aws or aws-us-gov, but was ${region}. Amazon Cognito user pools do not exist there, `
      + 'or their tokens cannot be verified. Deploy the stack to a Region of one of these partitions.');
  }
}

/** @throws Error if CloudFront can't host the dashboard in the Region of the stack */
export function validateDashboardPartition(scope: Construct): void {
  const region = regionOf(scope, WITHOUT_CLOUDFRONT);
  if (region !== undefined) {
    throw new ConstructError(scope, `The Region of a dashboard must be in the partition aws, whose CloudFront hosts it, but was ${region}. `
      + 'Leave the dashboard out and host your own page: the package cdk-tenancy-web has the client and the hooks for it.');
  }
}

/** Returns the Region of the stack if it is known and matches. */
function regionOf(scope: Construct, regions: RegExp): string | undefined {
  const { region } = Stack.of(scope);
  return !Token.isUnresolved(region) && regions.test(region) ? region : undefined;
}
