import { Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TenantAuthorizer } from '../../tenant-authorizer';
import { resourceOf } from '../cloudformation/resource-of';
import { ConstructError } from '../validation/construct-error';

/** How the dashboard signs people in: their password stays in the browser. */
const SIGN_IN_FLOW = 'ALLOW_USER_SRP_AUTH';

/**
 * An imported client is a literal id, of which nothing else is known.
 *
 * @throws Error when no browser could sign in by the client, or when the API would refuse who did
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
  // The id of a client that is made here and one that somebody wrote down may be the same, or not: nobody knows.
  const areComparable = taken.every((other) => isImported(other) === isImported(client) && isIdKnown(other)) && isIdKnown(client);
  if (areComparable && !taken.some(({ userPoolClientId }) => userPoolClientId === client.userPoolClientId)) {
    throw new ConstructError(scope, 'userPoolClient must be one of those whose tokens the authorizer of the API takes, '
      + `${taken.map(nameOf).join(', ')}, but was ${nameOf(client)}. Add it to userPoolClients of the TenantAuthorizer.`);
  }
}

/** @returns nothing for an imported client */
export function clientResourceOf(client: cognito.IUserPoolClient): cognito.CfnUserPoolClient | undefined {
  return resourceOf(client, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME);
}

function isImported(client: cognito.IUserPoolClient): boolean {
  return clientResourceOf(client) === undefined;
}

/** By its construct, or by its text. */
function isIdKnown(client: cognito.IUserPoolClient): boolean {
  return !isImported(client) || !Token.isUnresolved(client.userPoolClientId);
}

function nameOf(client: cognito.IUserPoolClient): string {
  return isImported(client) ? client.userPoolClientId : client.node.path;
}
