import { Annotations, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

/** CloudFormation takes 500 resources in a stack. */
const MANY_RESOURCES = 450;

const WATCHED = new WeakSet<Stack>();

/**
 * Warns once of a stack that comes near the limit of CloudFormation, while there is still room to move something out of it.
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
      // The stack is visited once, and has all of its resources by then.
      if (node !== stack) {
        return;
      }
      const count = stack.node.findAll().filter((child) => CfnResource.isCfnResource(child) && Stack.of(child) === stack).length;
      if (count >= MANY_RESOURCES) {
        // Not on the stack: an acknowledgement counts below its scope, and it is the stack that apps have at hand.
        Annotations.of(scope).addWarningV2('cdk-tenancy:manyResources', `The stack has ${count} resources, and CloudFormation takes 500. `
          + 'Put functions and tables of the app into nested stacks, or routes behind a second API with a TenantAuthorizer of its own: see "Large apps" in docs/limits.md.');
      }
    },
  });
}
