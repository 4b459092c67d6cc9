import { aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The grantees that write rights into the role itself, by role. For roles that this package creates. */
const INLINE_GRANTEES = new WeakMap<iam.IPrincipal, iam.IRole>();

/**
 * Creates a role with inline policies instead of a separate policy. This saves one resource for each role.
 *
 * Only rights that the package grants with `inlineRightsOf` are inline. Rights that an app grants later go into a separate policy, as usual
 * in the CDK: a resource of the app can depend on the role, and an inline policy that names the resource would be a cycle.
 */
export function createRole(scope: Construct, id: string, props: iam.RoleProps): iam.Role {
  const role = new iam.Role(scope, id, props);
  INLINE_GRANTEES.set(role, inlineGrantee(role));
  return role;
}

/** Returns the grantee that writes rights into its role. If this package did not create the role, returns the grantee unchanged. */
export function inlineRightsOf(role: iam.IRole): iam.IRole;
export function inlineRightsOf(grantee: iam.IGrantable): iam.IGrantable;
export function inlineRightsOf(grantee: iam.IGrantable): iam.IGrantable {
  return INLINE_GRANTEES.get(grantee.grantPrincipal) ?? grantee;
}

/** Returns an object that is like the role, except that rights are written inline. */
function inlineGrantee(role: iam.Role): iam.IRole {
  const rights = new iam.PolicyDocument();
  const addToPrincipalPolicy = (statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult => {
    rights.addStatements(statement);
    // Only now, because IAM refuses a policy without a statement.
    (role.node.defaultChild as iam.CfnRole).policies = [{ policyName: 'Rights', policyDocument: rights }];
    return { statementAdded: true, policyDependable: role };
  };
  const grantee: iam.IRole = Object.create(role, { addToPrincipalPolicy: { value: addToPrincipalPolicy } });
  return Object.defineProperty(grantee, 'grantPrincipal', { value: grantee });
}
