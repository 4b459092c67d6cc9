import { Names, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The longest name of a Region is that of `ap-southeast-1` and its like. */
const LONGEST_REGION = 14;

/**
 * A name for what CloudFront knows once in an account. Names that the CDK makes up are the same in every Region, so that the
 * same stack in a second one would fail.
 */
export function regionalName(scope: Construct, maxLength: number): string {
  return `${Names.uniqueResourceName(scope, { maxLength: maxLength - LONGEST_REGION - 1, separator: '-' })}-${Stack.of(scope).region}`;
}
