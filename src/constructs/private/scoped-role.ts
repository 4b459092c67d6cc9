import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeFindings, ROLE_FINDINGS } from './acknowledged-findings';
import { ConstructError } from './construct-error';
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

/** Whose role a function has been told to assume, by function and variable. */
const ROLES_OF_FUNCTIONS = new WeakMap<lambda.Function, Map<string, Construct>>();

/**
 * Lets a function assume a role, and tells it which.
 *
 * @param owner The construct that the role is of, for the error.
 * @throws ConstructError for a function that has been told to assume the role of another construct
 */
export function allowToAssume(owner: Construct, handler: lambda.Function, role: iam.Role, environment: Record<string, string>): iam.Grant {
  const known = ROLES_OF_FUNCTIONS.get(handler) ?? new Map<string, Construct>();
  ROLES_OF_FUNCTIONS.set(handler, known);
  for (const [name, value] of Object.entries(environment)) {
    const other = known.get(name);
    if (other !== undefined && other !== owner) {
      throw new ConstructError(owner, `The function ${handler.node.path} was expected to assume a role of one TenantIsolation, `
        + `but ${name} in its environment is that of ${other.node.path} already. Grant all that the function needs to one of them.`);
    }
    known.set(name, owner);
    handler.addEnvironment(name, value);
  }
  return iam.Grant.addToPrincipal({
    grantee: handler,
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    resourceArns: [role.roleArn],
  });
}
