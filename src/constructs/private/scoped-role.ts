import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeFindings, ROLE_FINDINGS } from './acknowledged-findings';
import type { SessionTag } from '../../contract/isolation';

/**
 * A role for the requests of one tenant or user. Whoever assumes it must say for whom, by a session tag.
 *
 * Its trust names the account and no function: a list of functions would outgrow the 2,048 characters of a trust policy,
 * and tie the stack of the role to theirs. Who may assume it is said by the rights of the functions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function createScopedRole(scope: Construct, id: string, tag: SessionTag, description: string): iam.Role {
  const role = new iam.Role(scope, id, {
    description,
    assumedBy: new iam.AccountRootPrincipal()
      .withConditions({
        // The tag, and no other: a second one could overrule what policies elsewhere in the account rely on.
        'ForAllValues:StringEquals': { 'aws:TagKeys': [tag] },
        'Null': { 'aws:TagKeys': 'false' },
        // Tag values may be empty.
        'StringLike': { [`aws:RequestTag/${tag}`]: '?*' },
      })
      .withSessionTags(),
  });
  acknowledgeFindings(role, ROLE_FINDINGS);
  return role;
}
