/**
 * The example as a stack that can be deleted completely, with an additional bucket for the checks. `STACK_NAME` is its name. It uses the
 * CDK that is installed in the example.
 */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { App, CfnResource, IAspect, Stack } from 'aws-cdk-lib';
import type { CfnUserPool, CfnUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { ACCESS_TOKEN_MINUTES, OBJECTS_BUCKET_OUTPUT, RUN_TAG } from './names';
import { EXAMPLE_DIRECTORY } from '../../local/process/state-directory';
import type { ApiOptions, Tenancy } from '../../src';

const fromExample = createRequire(path.join(EXAMPLE_DIRECTORY, 'package.json'));
const cdk: typeof import('aws-cdk-lib') = fromExample('aws-cdk-lib');
const { DevicesStack }: { DevicesStack: new (scope: App, id: string, props: { apiOptions: ApiOptions }) => Stack } = fromExample('./devices-stack');

/** Applies `RemovalPolicy.DESTROY` to all resources of a stack, and sets a short lifetime of tokens, which expire during the checks. */
const forChecks: IAspect = {
  visit(node) {
    if (!cdk.CfnResource.isCfnResource(node)) return;
    const resource: CfnResource = node;
    resource.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    switch (resource.cfnResourceType) {
      case 'AWS::DynamoDB::Table':
        (resource as CfnTable).deletionProtectionEnabled = false;
        break;
      case 'AWS::Cognito::UserPool':
        (resource as CfnUserPool).deletionProtection = 'INACTIVE';
        break;
      case 'AWS::Cognito::UserPoolClient': {
        const client = resource as CfnUserPoolClient;
        client.accessTokenValidity = ACCESS_TOKEN_MINUTES;
        client.tokenValidityUnits = { ...client.tokenValidityUnits, accessToken: 'minutes' };
        break;
      }
    }
  },
};

const app = new cdk.App();
// The construct id, not only `stackName`: names of CloudFront functions are unique in an account, and are derived from construct ids.
// Access logs would replace the role that the account has for the logs of all its REST APIs.
const stack = new DevicesStack(app, process.env.STACK_NAME!, { apiOptions: { accessLogs: { enabled: false } } });
const objects = new cdk.aws_s3.Bucket(stack, 'Objects', {
  removalPolicy: cdk.RemovalPolicy.DESTROY, autoDeleteObjects: true, enforceSSL: true, blockPublicAccess: cdk.aws_s3.BlockPublicAccess.BLOCK_ALL,
});
(stack.node.findChild('Tenancy') as Tenancy).isolation.grantReadWritePrefix(objects);
new cdk.CfnOutput(stack, OBJECTS_BUCKET_OUTPUT, { value: objects.bucketName });
cdk.Aspects.of(stack).add(forChecks);
cdk.Tags.of(stack).add(RUN_TAG, process.env.STACK_NAME!);
