import { Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { isOwnedUserPool } from './user-pool-trigger';
import { resourceOf } from '../cloudformation/resource-of';
import { requireSameEnvironment } from '../functions/pool-environment';
import { ConstructError } from '../validation/construct-error';

const SPLIT = 'Put both into one stack, or use the constructs by themselves in three layers of stacks, each using the one before: '
  + '1. TenantTables, the event bus, TenantCreationSaga and TenantAdminApi; 2. the user pool and its clients, SignUpPublisher, PreTokenEnricher and MemberProfiles; '
  + '3. TenantAuthorizer, TenantApi and TenantIsolation.';

/**
 * Checks the stacks of the pool and its clients. The pool calls functions of the tenancy, and the tenancy's authorizer needs the pool: across
 * stacks this is a cycle. With nested stacks it is not, if the pool is in or below the stack of the tenancy.
 *
 * The CDK would also report the cycle, but late, and with names of resources that the app doesn't define.
 */
export function validatePoolArrangement(
  scope: Construct,
  userPool: cognito.IUserPool | undefined,
  clients: readonly cognito.IUserPoolClient[],
): void {
  if (userPool === undefined) {
    return;
  }
  requireSameEnvironment(scope, userPool);
  if (!isOwnedUserPool(userPool)) {
    return;
  }
  requireInOrBelowStackOf(scope, 'user pool', userPool);
  clients
    // An imported client is a literal id, without a reference to another stack.
    .filter((client) => resourceOf(client, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME) !== undefined)
    .forEach((client) => requireInOrBelowStackOf(scope, 'user pool client', client));
}

function requireInOrBelowStackOf(scope: Construct, what: string, other: IConstruct): void {
  const own = Stack.of(scope);
  if (!stackAndParents(other).includes(own)) {
    throw new ConstructError(scope, `The ${what} ${other.node.path} must be in the stack ${path(own)} or in a nested stack of it, `
      + `but was in ${path(Stack.of(other))}, which makes the two stacks depend on each other. ${SPLIT}`);
  }
}

function stackAndParents(construct: IConstruct): Stack[] {
  const stacks: Stack[] = [];
  for (let stack: Stack | undefined = Stack.of(construct); stack; stack = stack.nestedStackParent) {
    stacks.push(stack);
  }
  return stacks;
}

/** Returns the path of a stack. The name of a nested stack is not known at synth. */
function path(stack: Stack): string {
  return stack.node.path || stack.stackName;
}
