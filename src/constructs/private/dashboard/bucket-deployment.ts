import { RemovalPolicy, Stack, aws_iam as iam, aws_logs as logs, aws_s3_assets as s3assets, aws_s3_deployment as s3deploy } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeFindings, acknowledgeWildcard, BUCKET_DEPLOYMENT_FINDINGS } from '../validation/acknowledged-findings';

const WHOLE_BUCKET = 'The function of the CDK copies all files of a deployment: the wildcard stands for their names.';

/**
 * The CDK has one function in a stack for all bucket deployments with the same amount of memory. One that hardly anybody else chooses
 * keeps ours apart from those of the team: their rights, their logs, and what is said of them to scanners.
 */
const MEMORY_MEBIBYTES = 272;

/** Copies files into a bucket at each deployment. What is there already stays. */
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

/** Each deployment brings the AWS CLI as a layer, and the one function has that of the first deployment. */
function removeUnusedLayer(deployment: s3deploy.BucketDeployment): void {
  deployment.node.tryRemoveChild('AwsCliLayer');
}

const LOG_GROUP_ID = 'TenantDashboardContentLogGroup';

function hasLogGroup(stack: Stack): boolean {
  return stack.node.tryFindChild(LOG_GROUP_ID) !== undefined;
}

/** One for the one function. The CDK's own would have no end, and stay when the stack goes. */
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

/** The function that the role is of. It is known to scanners only: a CDK that has it elsewhere has findings, and no error. */
function functionOf(role: iam.IRole): IConstruct | undefined {
  const parent = role.node.scope;
  return parent && !Stack.isStack(parent) ? parent : undefined;
}
