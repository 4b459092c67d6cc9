import { aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The roles that this package creates, as grantees whose rights are written into the role itself. */
const INLINE_GRANTEES = new WeakMap<iam.IPrincipal, iam.IRole>();

/**
 * A role whose own rights are part of it, instead of a policy beside it: a resource less for each role.
 *
 * This is for the rights that the package itself grants, by `inlineRightsOf`. What an app grants to the role later goes into a policy beside it, as
 * everywhere in the CDK: a resource of the app may depend on the role, and a role that names this resource would be a cycle.
 */
export function createRole(scope: Construct, id: string, props: iam.RoleProps): iam.Role {
  const role = new iam.Role(scope, id, props);
  INLINE_GRANTEES.set(role, inlineGrantee(role));
  return role;
}

/** The grantee whose rights are written into its role; one whose role is not of this package is returned as it is. */
export function inlineRightsOf(role: iam.IRole): iam.IRole;
export function inlineRightsOf(grantee: iam.IGrantable): iam.IGrantable;
export function inlineRightsOf(grantee: iam.IGrantable): iam.IGrantable {
  return INLINE_GRANTEES.get(grantee.grantPrincipal) ?? grantee;
}

/** The role in every respect but where its rights are written. */
function inlineGrantee(role: iam.Role): iam.IRole {
  const rights = new iam.PolicyDocument();
  const addToPrincipalPolicy = (statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult => {
    rights.addStatements(statement);
    // Not before: IAM takes no policy without a statement.
    (role.node.defaultChild as iam.CfnRole).policies = [{ policyName: 'Rights', policyDocument: rights }];
    return { statementAdded: true, policyDependable: role };
  };
  const grantee: iam.IRole = Object.create(role, { addToPrincipalPolicy: { value: addToPrincipalPolicy } });
  return Object.defineProperty(grantee, 'grantPrincipal', { value: grantee });
}
