import { aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SessionTag } from '../../../contract/isolation';
import { createRole } from '../rights/inline-rights';
import { acknowledgeFindings, ROLE_FINDINGS } from '../validation/acknowledged-findings';

/** The actions that a principal needs to assume a scoped role. */
export const ASSUME_WITH_TAG = ['sts:AssumeRole', 'sts:TagSession'];

/**
 * Creates a role for the requests of one tenant or user. A principal that assumes it must name the tenant or user in a session tag.
 *
 * Its trust policy names the account, not the functions. A list of functions would exceed the 2,048 characters of a trust policy, and
 * would make the role's stack depend on theirs. The policies of the functions allow them to assume the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function createScopedRole(scope: Construct, id: string, tag: SessionTag, description: string): iam.Role {
  const role = createRole(scope, id, {
    description,
    assumedBy: new iam.AccountRootPrincipal().withConditions(oneTag(tag)).withSessionTags(),
  });
  acknowledgeFindings(role, ROLE_FINDINGS);
  return role;
}

/** Names a principal in the trust policy of a scoped role. For a principal whose own policies cannot be changed. */
export function trustByName(role: iam.Role, tag: SessionTag, principal: iam.IPrincipal): void {
  role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({
    actions: ASSUME_WITH_TAG,
    principals: [principal],
    conditions: oneTag(tag),
  }));
}

/** Returns the conditions that require exactly one session tag, with a value. */
function oneTag(tag: SessionTag): Record<string, Record<string, unknown>> {
  return {
    // Only this tag: policies elsewhere in the account could rely on another tag.
    'ForAllValues:StringEquals': { 'aws:TagKeys': [tag] },
    'Null': { 'aws:TagKeys': 'false' },
    // Without this, the value of the tag could be empty.
    'StringLike': { [`aws:RequestTag/${tag}`]: '?*' },
  };
}
