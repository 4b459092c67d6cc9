import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

/** How the dashboard signs people in: their password stays in the browser. */
const SIGN_IN_FLOW = 'ALLOW_USER_SRP_AUTH';

/**
 * An imported client is a literal id, of which nothing is known.
 *
 * @throws Error when no browser could sign in by the client
 */
export function validateBrowserClient(scope: Construct, client: cognito.IUserPoolClient): void {
  const resource = client.node.defaultChild;
  if (!(resource instanceof cognito.CfnUserPoolClient)) {
    return;
  }
  if (resource.generateSecret === true) {
    throw new ConstructError(scope, `userPoolClient was expected to have no secret, which a browser cannot keep, but ${client.node.path} has one. `
      + 'Add a client without it to the pool: userPool.addClient("Web", { authFlows: { userSrp: true } }).');
  }
  const flows: string[] | undefined = Stack.of(client).resolve(resource.explicitAuthFlows);
  if (flows !== undefined && !flows.includes(SIGN_IN_FLOW)) {
    throw new ConstructError(scope, `userPoolClient was expected to allow the sign-in by SRP (${SIGN_IN_FLOW}), but ${client.node.path} allows ${flows.join(', ')}. `
      + 'Set authFlows.userSrp on it.');
  }
}
