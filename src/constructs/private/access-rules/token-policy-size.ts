import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { CompiledRules } from '../../../contract/access-rules';
import { LATEST_EXPIRY } from '../../../contract/authorizer-context';
import { TENANT_ID } from '../../../contract/identifiers';
import { createTokenPolicy } from '../../../contract/token-policy';

/**
 * API Gateway documents no limit for the policy of an authorizer, but has refused policies of about this size.
 *
 * @see https://github.com/aws-solutions/generative-ai-application-builder-on-aws/issues/203
 */
export const TOKEN_POLICY_MAX_BYTES = 8_192;

/** The longest Region name in the partitions that the package supports. */
const LONGEST_REGION = 'us-gov-west-1';

/**
 * The user's id is the `sub` of a token of Amazon Cognito, a UUID.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
const USER_ID_LENGTH = 36;

/** The longest name of a stage that API Gateway accepts. */
const LONGEST_STAGE = 'S'.repeat(128);

/**
 * Returns the size of the longest policy that the rules can produce, in bytes.
 *
 * @param stages The names of all stages. An unknown name is measured as the longest possible one.
 */
export function longestPolicyBytes(
  scope: IConstruct, rules: CompiledRules, roles: readonly string[], stages: ReadonlyArray<string | undefined>,
): number {
  const policyOf = createTokenPolicy(rules);
  const user = { userId: longest(USER_ID_LENGTH), tenantId: longest(TENANT_ID.maxLength), expiresAt: LATEST_EXPIRY };
  const known = stages.map((stage) => (stage === undefined || Token.isUnresolved(stage) ? LONGEST_STAGE : stage));
  const names = known.length === 0 ? [LONGEST_STAGE] : known;
  // A token can also have a role that is no longer declared. Every rule refuses it.
  return Math.max(...names.flatMap((stage) => [...roles, undefined].map((tenantRole) =>
    Buffer.byteLength(JSON.stringify(policyOf(`${longestApi(scope)}/${stage}`, { ...user, tenantRole }))))));
}

function longestApi(scope: IConstruct): string {
  const { region: ofStack } = Stack.of(scope);
  const region = Token.isUnresolved(ofStack) ? LONGEST_REGION : ofStack;
  const partition = region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:execute-api:${region}:${longest(12)}:${longest(10)}`;
}

function longest(length: number): string {
  return 'x'.repeat(length);
}
