import { randomUUID } from 'node:crypto';
import {
  CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, waitUntilStackCreateComplete, waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { App, BootstraplessSynthesizer, CfnOutput, Stack } from 'aws-cdk-lib';

/** A stack for a test. */
export interface DeployedStack<Output extends string> {
  readonly outputs: Readonly<Record<Output, string>>;
  readonly remove: () => Promise<void>;
}

const cloudFormation = new CloudFormationClient();

/**
 * Deploys a stack that has no assets.
 *
 * @param define Adds the resources, and returns the outputs.
 */
export async function deployStack<Output extends string>(define: (stack: Stack) => Record<Output, string>): Promise<DeployedStack<Output>> {
  const StackName = `test-${randomUUID()}`;
  const app = new App({ treeMetadata: false, analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { stackName: StackName, synthesizer: new BootstraplessSynthesizer() });
  for (const [key, value] of Object.entries<string>(define(stack))) {
    new CfnOutput(stack, key, { value });
  }
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 50, minDelay: 1, maxDelay: 1 }, { StackName });
  const { Stacks: [deployed] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  return {
    outputs: Object.fromEntries(deployed.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])) as Record<Output, string>,
    remove: async () => {
      await cloudFormation.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete({ client: cloudFormation, maxWaitTime: 50, minDelay: 1, maxDelay: 1 }, { StackName });
    },
  };
}
