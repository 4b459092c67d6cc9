import { AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ProblemError } from './problem';
import { REQUEST_LIMITS } from './request-limits';
import { displayName, type UserAttributes, userIdOf } from './user-attributes';
import type { AuthorizerContext } from '../../contract/authorizer-context';

/** What the pool says of a user. */
export interface DirectoryEntry {
  readonly userName: string;
  readonly name: string;
  /** Empty for a user without one. */
  readonly email: string;
  /** Whether the user has proved that the address is theirs. */
  readonly isEmailVerified: boolean;
}

/**
 * Looks up who asks.
 *
 * @throws ProblemError 403 for a user whom the pool does not know any more
 */
export type LookUpUser = (caller: AuthorizerContext) => Promise<DirectoryEntry>;

/** Makes the function that asks the pool: tokens carry no e-mail address, or one that was current when they were made. */
export function createUserDirectory(userPoolId: string, client = createClient()): LookUpUser {
  return async ({ userId, userName }) => {
    if (userName === undefined) {
      throw new Error('The token was expected to carry the user name of the pool, and does not.');
    }
    const attributes = await readAttributes(client, userPoolId, userName);
    // A user name can be given to somebody else when its user is deleted. The id cannot.
    if (attributes === undefined || userIdOf(attributes) !== userId) {
      throw new ProblemError(403, 'There is no such user any more.');
    }
    const { email = '', email_verified: verified } = attributes;
    return { userName, name: displayName(userName, attributes), email, isEmailVerified: email !== '' && verified === 'true' };
  };
}

async function readAttributes(client: CognitoIdentityProviderClient, userPoolId: string, userName: string): Promise<UserAttributes | undefined> {
  try {
    const { UserAttributes = [] } = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: userName }));
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name!, Value]));
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

function createClient(): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ maxAttempts: 3, requestHandler: new NodeHttpHandler(REQUEST_LIMITS) });
}
