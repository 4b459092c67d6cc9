import { Fn, Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const UUID_LENGTH = 36;

/**
 * Returns a physical name for a resource that CloudFormation cannot name by itself. It contains the path of the construct for people, and
 * the UUID from the stack id for uniqueness.
 *
 * The path and the stack name are not enough: names in CloudFront are unique per account across all Regions, a template can be deployed as
 * several stacks, and a stack that is created again would conflict with resources that the first one retained.
 */
export function uniqueName(scope: Construct, maxLength: number): string {
  const path = Names.uniqueResourceName(scope, { maxLength: maxLength - UUID_LENGTH - 1, separator: '-' });
  // Not the pseudo parameter: used in another stack, it would be the id of that stack.
  const { stackId } = Stack.of(scope);
  return `${path}-${Fn.select(2, Fn.split('/', stackId))}`;
}
