import { RemovalPolicy, Stack, aws_iam as iam, aws_logs as logs, aws_s3_assets as s3assets, aws_s3_deployment as s3deploy } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeFindings, acknowledgeWildcard, BUCKET_DEPLOYMENT_FINDINGS } from '../validation/acknowledged-findings';

const WHOLE_BUCKET = "The CDK's function copies all files of a deployment: the wildcard stands for their names.";

/**
 * All bucket deployments of a stack with the same memory size share one function of the CDK. An unusual size separates our function from
 * the application's: its rights, its logs, and its acknowledged findings.
 */
const MEMORY_MEBIBYTES = 272;

/** Copies files into a bucket at each deployment. Existing files stay. */
export function createBucketDeployment(scope: Construct, id: string, props: s3deploy.BucketDeploymentProps): s3deploy.BucketDeployment {
  const isFirst = !hasLogGroup(Stack.of(scope));
  const deployment = new s3deploy.BucketDeployment(scope, id, {
    prune: false,
    memoryLimit: MEMORY_MEBIBYTES,
    logGroup: logGroupOf(Stack.of(scope)),
    ...props,
  });
  if (!isFirst) {
    removeUnusedLayer(deployment);
  }
  acknowledge(deployment, props.destinationBucket.arnForObjects('*'));
  return deployment;
}

/** Each deployment creates the AWS CLI as a layer, but the shared function uses only the layer of the first one. */
function removeUnusedLayer(deployment: s3deploy.BucketDeployment): void {
  deployment.node.tryRemoveChild('AwsCliLayer');
}

const LOG_GROUP_ID = 'TenantDashboardContentLogGroup';

function hasLogGroup(stack: Stack): boolean {
  return stack.node.tryFindChild(LOG_GROUP_ID) !== undefined;
}

/** Returns the log group of the shared function. The CDK's own log group would never expire, and would stay when the stack is deleted. */
function logGroupOf(stack: Stack): logs.ILogGroup {
  return stack.node.tryFindChild(LOG_GROUP_ID) as logs.LogGroup | undefined ?? new logs.LogGroup(stack, LOG_GROUP_ID, {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function acknowledge(deployment: s3deploy.BucketDeployment, destination: string): void {
  const handler = functionOf(deployment.handlerRole);
  if (handler === undefined) {
    return;
  }
  acknowledgeFindings(handler, BUCKET_DEPLOYMENT_FINDINGS);
  const sources = deployment.node.children.filter((child) => child instanceof s3assets.Asset).map(({ bucket }) => bucket.arnForObjects('*'));
  [destination, ...sources].forEach((arn) => acknowledgeWildcard(handler, arn, WHOLE_BUCKET));
}

/** Returns the function that uses the role. If a CDK version has it at another place, scanners report findings, but nothing fails. */
function functionOf(role: iam.IRole): IConstruct | undefined {
  const parent = role.node.scope;
  return parent && !Stack.isStack(parent) ? parent : undefined;
}
