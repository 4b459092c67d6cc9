import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3deploy from 'aws-cdk-lib/aws-s3-deployment';
import * as s3assets from 'aws-cdk-lib/aws-s3-assets';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeFindings, acknowledgeWildcard, BUCKET_DEPLOYMENT_FINDINGS } from './acknowledged-findings';

const WHOLE_BUCKET = 'The function of the CDK copies all files of a deployment: the wildcard stands for their names.';

/** Copies files into a bucket at each deployment. What is there already stays. */
export function createBucketDeployment(scope: Construct, id: string, props: s3deploy.BucketDeploymentProps): s3deploy.BucketDeployment {
  const deployment = new s3deploy.BucketDeployment(scope, id, { prune: false, ...props });
  const handler = functionOf(deployment);
  acknowledgeFindings(handler, BUCKET_DEPLOYMENT_FINDINGS);
  acknowledgeWildcard(handler, props.destinationBucket.arnForObjects('*'), WHOLE_BUCKET);
  deployment.node.children
    .filter((child) => child instanceof s3assets.Asset)
    .forEach((asset) => acknowledgeWildcard(handler, asset.bucket.arnForObjects('*'), WHOLE_BUCKET));
  return deployment;
}

/** The function that copies: one for all bucket deployments of a stack. */
function functionOf(deployment: s3deploy.BucketDeployment): IConstruct {
  const { permissionsNode } = deployment.node.findChild('CustomResourceHandler') as lambda.SingletonFunction;
  return Stack.of(deployment).node.findChild(permissionsNode.id);
}
