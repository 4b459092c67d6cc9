import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/**
 * Regions of other partitions than AWS's own. They have no CloudFront, or one without functions and origin access control, and
 * none takes certificates from us-east-1.
 */
const OTHER_PARTITION = /^(cn|us-gov|us-iso|eu-iso|eusc)/;

/** @throws Error when the dashboard could not be hosted by CloudFront in the Region of the stack */
export function validatePartition(scope: Construct): void {
  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(region) && OTHER_PARTITION.test(region)) {
    throw new ConstructError(scope, `A dashboard was expected in a Region of the partition aws, whose CloudFront hosts it, but the stack is in ${region}. `
      + 'Leave the dashboard out, and host a page of your own elsewhere: the package cdk-tenancy-web has the client and the hooks for it.');
  }
}
