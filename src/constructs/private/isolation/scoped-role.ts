import { aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SessionTag } from '../../../contract/isolation';
import { createRole } from '../rights/inline-rights';
import { acknowledgeFindings, ROLE_FINDINGS } from '../validation/acknowledged-findings';

/** All that a principal needs to assume a scoped role. */
export const ASSUME_WITH_TAG = ['sts:AssumeRole', 'sts:TagSession'];

/**
 * A role for the requests of one tenant or user. A principal that assumes it must say for whom, by a session tag.
 *
 * Its trust names the account and no function: a list of functions would outgrow the 2,048 characters of a trust policy,
 * and tie the stack of the role to theirs. The rights of the functions say which of them may assume it.
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

/** Names a principal in the trust of a scoped role, for one whose own rights cannot be changed. */
export function trustByName(role: iam.Role, tag: SessionTag, principal: iam.IPrincipal): void {
  role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({
    actions: ASSUME_WITH_TAG,
    principals: [principal],
    conditions: oneTag(tag),
  }));
}

/** That a session has one tag, which is not empty. */
function oneTag(tag: SessionTag): Record<string, Record<string, unknown>> {
  return {
    // The tag, and no other: a second one could overrule what policies elsewhere in the account rely on.
    'ForAllValues:StringEquals': { 'aws:TagKeys': [tag] },
    'Null': { 'aws:TagKeys': 'false' },
    // Tag values may be empty.
    'StringLike': { [`aws:RequestTag/${tag}`]: '?*' },
  };
}
