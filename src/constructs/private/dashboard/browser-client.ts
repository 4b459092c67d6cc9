import { Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TenantAuthorizer } from '../../tenant-authorizer';
import { resourceOf } from '../cloudformation/resource-of';
import { ConstructError } from '../validation/construct-error';

/** The flow that the dashboard signs people in with. The password stays in the browser. */
const SIGN_IN_FLOW = 'ALLOW_USER_SRP_AUTH';

/**
 * Checks the app client of the dashboard. Of an imported client, only the id is known.
 *
 * @throws Error if browsers can't sign in with the client, or if the API doesn't accept its tokens
 */
export function validateBrowserClient(scope: Construct, client: cognito.IUserPoolClient, authorizer: TenantAuthorizer): void {
  requireBrowserFlow(scope, client);
  requireAmong(scope, client, authorizer._userPoolClients);
}

function requireBrowserFlow(scope: Construct, client: cognito.IUserPoolClient): void {
  const resource = clientResourceOf(client);
  if (resource === undefined) {
    return;
  }
  if (resource.generateSecret === true) {
    throw new ConstructError(scope, `userPoolClient must have no secret, which a browser cannot keep, but ${client.node.path} has one. `
      + 'Add a client without it to the pool: userPool.addClient("Web", { authFlows: { userSrp: true } }).');
  }
  const flows: string[] | undefined = Stack.of(client).resolve(resource.explicitAuthFlows);
  if (flows !== undefined && !flows.includes(SIGN_IN_FLOW)) {
    throw new ConstructError(scope, `userPoolClient must allow the sign-in by SRP (${SIGN_IN_FLOW}), but ${client.node.path} allows ${flows.join(', ')}. `
      + 'Set authFlows.userSrp on it.');
  }
}

function requireAmong(scope: Construct, client: cognito.IUserPoolClient, taken: readonly cognito.IUserPoolClient[]): void {
  // The id of a client that this app creates can't be compared with a literal id.
  const areComparable = taken.every((other) => isImported(other) === isImported(client) && isIdKnown(other)) && isIdKnown(client);
  if (areComparable && !taken.some(({ userPoolClientId }) => userPoolClientId === client.userPoolClientId)) {
    throw new ConstructError(scope, 'userPoolClient must be one of the clients whose tokens the API\'s authorizer accepts, '
      + `${taken.map(nameOf).join(', ')}, but was ${nameOf(client)}. Add it to userPoolClients of the TenantAuthorizer.`);
  }
}

/** @returns `undefined` for an imported client */
export function clientResourceOf(client: cognito.IUserPoolClient): cognito.CfnUserPoolClient | undefined {
  return resourceOf(client, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME);
}

function isImported(client: cognito.IUserPoolClient): boolean {
  return clientResourceOf(client) === undefined;
}

/** Whether the client is a construct of this app, or its id is a literal. */
function isIdKnown(client: cognito.IUserPoolClient): boolean {
  return !isImported(client) || !Token.isUnresolved(client.userPoolClientId);
}

function nameOf(client: cognito.IUserPoolClient): string {
  return isImported(client) ? client.userPoolClientId : client.node.path;
}
