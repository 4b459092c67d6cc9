import { Stack, Token, TokenComparison, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct, type Node } from 'constructs';
import { ASSUME_WITH_TAG, trustByName } from './scoped-role';
import type { SessionTag } from '../../../contract/isolation';
import { inlineRightsOf } from '../rights/inline-rights';
import { ConstructError } from '../validation/construct-error';

interface Variable {
  readonly value: string;
  /** The construct that set the variable. */
  readonly owner: Construct;
}

/**
 * The variables of a function, by function and name. A function is identified by the node that has its permissions, because several
 * `SingletonFunction` constructs can be one function.
 */
const VARIABLES_OF_FUNCTIONS = new WeakMap<Node, Map<string, Variable>>();

const ACCOUNT_OF_ARN = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/;

/** The JSON of an ARN of one role or user: not of an account, and without a wildcard. It can contain tokens. */
const ONE_ROLE_OR_USER = /^(?!.*:root")(?!"\d{12}"$)[^*]*$/;

/**
 * Lets a principal assume a scoped role. A function gets the role's ARN in its environment.
 *
 * The right is added to the policy of the principal, because the trust policy of the role names only the account. A principal without a
 * policy in this app is named in the trust policy instead.
 *
 * @param owner The construct that owns the role, for errors.
 * @throws ConstructError for a principal that cannot assume the role, and for a function that already has the role of another construct in
 * its environment
 */
export function allowToAssume(
  owner: Construct,
  grantee: iam.IGrantable,
  role: iam.Role,
  tag: SessionTag,
  environment: Record<string, string>,
): iam.Grant {
  const principal = grantee.grantPrincipal;
  const fragment = fragmentOf(owner, principal);
  requireSameAccount(owner, principal, fragment);
  const handler = functionOf(grantee);
  if (handler !== undefined) {
    tell(owner, handler, environment);
  }
  const right = { actions: ASSUME_WITH_TAG, resourceArns: [role.roleArn] };
  const grant = iam.Grant.addToPrincipal({ ...right, grantee: inlineRightsOf(grantee) });
  if (grant.success) {
    return grant;
  }
  requireName(owner, fragment);
  return iam.Grant.addToPrincipal({ ...right, grantee: named(role, tag, principal) });
}

/** Returns a grantee that is granted rights by its name in the trust policy of the role. */
function named(role: iam.Role, tag: SessionTag, principal: iam.IPrincipal): iam.IGrantable {
  return {
    grantPrincipal: {
      get grantPrincipal() { return this; },
      assumeRoleAction: principal.assumeRoleAction,
      policyFragment: principal.policyFragment,
      addToPrincipalPolicy: () => {
        trustByName(role, tag, principal);
        return { statementAdded: true, policyDependable: role };
      },
    },
  };
}

/** Returns the function of a grantee, also behind a version or an alias. Only the environment of functions of this app can be changed. */
function functionOf(grantee: iam.IGrantable | lambda.IFunction): lambda.Function | undefined {
  if (!('functionArn' in grantee)) {
    return undefined;
  }
  return 'lambda' in grantee ? functionOf(grantee.lambda as lambda.IFunction) : 'addEnvironment' in grantee ? grantee as lambda.Function : undefined;
}

function tell(owner: Construct, handler: lambda.Function, environment: Record<string, string>): void {
  const { permissionsNode: underlying } = handler;
  const known = VARIABLES_OF_FUNCTIONS.get(underlying) ?? new Map<string, Variable>();
  VARIABLES_OF_FUNCTIONS.set(underlying, known);
  for (const [name, value] of Object.entries(environment)) {
    const other = known.get(name);
    if (other !== undefined && other.value !== value) {
      throw new ConstructError(owner, `The function ${underlying.path} must assume the role of only one TenantIsolation, but ${name} in its environment is already set by `
        + `${other.owner.node.path}. Grant everything that the function needs to one of them.`);
    }
    known.set(name, { value, owner });
    handler.addEnvironment(name, value);
  }
}

/** A principal as in policies: names by type, such as `AWS`. */
type Fragment = Readonly<Record<string, readonly string[]>>;

/** @throws ConstructError for a principal that was imported without its role, for which the CDK would report each right as added */
function fragmentOf(owner: Construct, principal: iam.IPrincipal): Fragment {
  try {
    return principal.policyFragment.principalJson;
  } catch (error) {
    throw new ConstructError(owner, `The principal must be one that a policy can name, but was not: ${(error as Error).message}. `
      + 'Import it together with its role, or pass the role itself.');
  }
}

function requireSameAccount(owner: Construct, principal: iam.IPrincipal, fragment: Fragment): void {
  const own = Stack.of(owner).account;
  const accounts = [principal.principalAccount, ...(fragment.AWS ?? []).map((name) => ACCOUNT_OF_ARN.exec(name)?.[1])];
  const account = accounts.find((id) => id !== undefined && Token.compareStrings(id, own) === TokenComparison.DIFFERENT);
  if (account !== undefined) {
    throw new ConstructError(owner, `The principal must be in the account of the role, ${own}, but was in ${account}. `
      + `Create a role in ${own} that it can assume, and pass that role.`);
  }
}

/**
 * Requires a role or a user, which the trust policy can name. A service cannot pass session tags, and principals that stand for several
 * programs, such as an account, are refused.
 */
function requireName(owner: Construct, fragment: Fragment): void {
  const names: Record<string, unknown[]> = Stack.of(owner).resolve(fragment);
  const isNameable = Object.entries(names).every(([kind, values]) => kind === 'AWS' && values.every((value) => ONE_ROLE_OR_USER.test(JSON.stringify(value))));
  if (!isNameable) {
    throw new ConstructError(owner, `The principal must be a function, a role or a user, but was ${JSON.stringify(names)}. `
      + 'Pass the role that the code runs with, such as the task role of an ECS task.');
  }
}
