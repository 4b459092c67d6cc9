import { CfnResource, Stack, region_info as regionInfo } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Node.js runtimes for which Lambda no longer creates functions, or soon will not. */
const DEPRECATED_RUNTIME = /^nodejs(1\d|20)\.x$/;

const RUNTIME = 'nodejs24.x';

/**
 * Gives the CDK's function that empties buckets a supported runtime. Old CDKs write `nodejs20.x` at most, and have no property for it.
 * Newer CDKs run the same code on Node.js 24. All buckets of a stack share this function, so the application's own buckets need the
 * supported runtime too.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export function renewAutoDeleteRuntime(bucket: IConstruct): void {
  // The fact of any Region shows how old the CDK is. The runtime in the template can be a mapping, so it is not read.
  const runtimeOfCdk = regionInfo.Fact.find('us-east-1', regionInfo.FactName.LATEST_NODE_RUNTIME);
  if (runtimeOfCdk === undefined || !DEPRECATED_RUNTIME.test(runtimeOfCdk)) {
    return;
  }
  const handler = Stack.of(bucket).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider')?.node.tryFindChild('Handler');
  if (handler && CfnResource.isCfnResource(handler)) {
    handler.addPropertyOverride('Runtime', RUNTIME);
  }
}
