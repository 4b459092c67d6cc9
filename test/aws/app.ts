/**
 * The example as a stack that goes without a trace, by the name in `STACK_NAME`. Runs with the CDK that the example has installed.
 */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { App, CfnResource, IAspect, Stack } from 'aws-cdk-lib';
import type { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { EXAMPLE_DIRECTORY } from '../../local/state-directory';

const fromExample = createRequire(path.join(EXAMPLE_DIRECTORY, 'package.json'));
const cdk: typeof import('aws-cdk-lib') = fromExample('aws-cdk-lib');
const { DevicesStack }: { DevicesStack: new (scope: App, id: string) => Stack } = fromExample('./devices-stack');

/** What `removalPolicy: RemovalPolicy.DESTROY` does, for all of a stack. */
const destroyAll: IAspect = {
  visit(node) {
    if (!cdk.CfnResource.isCfnResource(node)) return;
    const resource: CfnResource = node;
    resource.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);
    if (resource.cfnResourceType === 'AWS::DynamoDB::Table') (resource as CfnTable).deletionProtectionEnabled = false;
    if (resource.cfnResourceType === 'AWS::Cognito::UserPool') (resource as CfnUserPool).deletionProtection = 'INACTIVE';
  },
};

const app = new cdk.App();
// Not `stackName`: the names of CloudFront functions are of the whole account, and made of ids.
const stack = new DevicesStack(app, process.env.STACK_NAME!);
cdk.Aspects.of(stack).add(destroyAll);
