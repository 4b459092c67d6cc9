import { Annotations, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

/** The warning begins here. CloudFormation allows 500 resources in a stack. */
const MANY_RESOURCES = 450;

const WATCHED = new WeakSet<Stack>();

/**
 * Warns once if a stack is close to CloudFormation's limit of resources, early enough to move resources out of it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function warnOfManyResources(scope: Construct): void {
  const stack = Stack.of(scope);
  if (WATCHED.has(stack)) {
    return;
  }
  WATCHED.add(stack);
  Aspects.of(stack).add({
    visit: (node: IConstruct) => {
      // The stack is visited once, when it has all its resources.
      if (node !== stack) {
        return;
      }
      const count = stack.node.findAll().filter((child) => CfnResource.isCfnResource(child) && Stack.of(child) === stack).length;
      if (count >= MANY_RESOURCES) {
        // Not on the stack: an acknowledgement applies below its scope, and apps usually acknowledge on the stack.
        Annotations.of(scope).addWarningV2('cdk-tenancy:manyResources', `The stack has ${count} resources, and CloudFormation allows 500. `
          + 'Put functions and tables of the app into nested stacks, or routes into a second API behind the same TenantAuthorizer: see https://github.com/cdk-tenancy/cdk-tenancy/blob/main/docs/limits.md#large-apps.');
      }
    },
  });
}
