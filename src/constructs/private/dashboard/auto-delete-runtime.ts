import { CfnResource, Stack, region_info as regionInfo } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Runtimes of Node.js for which Lambda creates no function any more, or is about to create none. */
const DEPRECATED_RUNTIME = /^nodejs(1\d|20)\.x$/;

const RUNTIME = 'nodejs24.x';

/**
 * Gives the CDK's function that empties buckets a runtime that Lambda still has. Old CDKs write `nodejs20.x` at most, and
 * have no property for it; the code is the same in newer ones, which run it on Node.js 24. It is one function for all buckets of a
 * stack: those of the team could not be deployed without it either.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export function renewAutoDeleteRuntime(bucket: IConstruct): void {
  // Any Region tells how old the CDK is. The runtime itself may be a look-up in the template.
  const runtimeOfCdk = regionInfo.Fact.find('us-east-1', regionInfo.FactName.LATEST_NODE_RUNTIME);
  if (runtimeOfCdk === undefined || !DEPRECATED_RUNTIME.test(runtimeOfCdk)) {
    return;
  }
  const handler = Stack.of(bucket).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider')?.node.tryFindChild('Handler');
  if (handler && CfnResource.isCfnResource(handler)) {
    handler.addPropertyOverride('Runtime', RUNTIME);
  }
}
