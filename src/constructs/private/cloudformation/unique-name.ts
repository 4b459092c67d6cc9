import { Fn, Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const UUID_LENGTH = 36;

/**
 * A physical name for a resource that CloudFormation cannot name by itself: for people the path of the construct, for uniqueness
 * the UUID in the id of the stack.
 *
 * Path and stack name alone would not do. CloudFront knows a name once in an account, whatever the Region; one template can be
 * deployed as several stacks; and a stack that is deleted and created again would meet what the first one retained.
 */
export function uniqueName(scope: Construct, maxLength: number): string {
  const path = Names.uniqueResourceName(scope, { maxLength: maxLength - UUID_LENGTH - 1, separator: '-' });
  // Not the pseudo parameter: in another stack, which may watch this one, that would be the id of the other stack.
  const { stackId } = Stack.of(scope);
  return `${path}-${Fn.select(2, Fn.split('/', stackId))}`;
}
