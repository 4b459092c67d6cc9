import { AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { displayName, isTrue, type UserAttributes, userIdOf } from './user-attributes';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { REQUEST_LIMITS } from '../aws/request-limits';
import { codedProblem } from '../library/problem';

/** What the pool says of a user. */
export interface DirectoryEntry {
  readonly userName: string;
  readonly name: string;
  /** Empty for a user without one. */
  readonly email: string;
  /** Whether the user has proved that the address is theirs. */
  readonly isEmailVerified: boolean;
  /** When the pool last changed the user; ISO 8601, UTC. */
  readonly changedAt: string;
}

/** A user, as the pool has them. */
export interface PoolUser {
  readonly userName: string;
  readonly attributes: UserAttributes;
  readonly isEnabled: boolean;
  /** When the pool last changed the user; ISO 8601, UTC. */
  readonly changedAt: string;
}

/** Reads a user by name; nothing for a name that no user has. */
export type ReadPoolUser = (userName: string) => Promise<PoolUser | undefined>;

/**
 * Looks up who asks.
 *
 * @throws ProblemError 403 for a user who was deleted or disabled since the token was made
 */
export type LookUpUser = (caller: AuthorizerContext) => Promise<DirectoryEntry>;

/** Makes the function that asks the pool: tokens carry no e-mail address, or one that was current when they were made. */
export function createUserDirectory(userPoolId: string, client = createClient()): LookUpUser {
  const readPoolUser = createReadPoolUser(userPoolId, client);
  return async ({ userId, userName }) => {
    const user = await readPoolUser(userName);
    // A user name can be given to somebody else when its user is deleted. The id cannot.
    if (user === undefined || userIdOf(user.attributes) !== userId) {
      throw codedProblem(403, 'userDeleted', 'Your account no longer exists.');
    }
    // Tokens outlive the moment in which an administrator disables their user.
    if (!user.isEnabled) {
      throw codedProblem(403, 'userDisabled', 'Your account is disabled. Ask the administrator of this application to enable it.');
    }
    const { attributes, changedAt } = user;
    const { email = '', email_verified: verified } = attributes;
    return { userName, name: displayName(userName, attributes), email, isEmailVerified: email !== '' && isTrue(verified), changedAt };
  };
}

export function createReadPoolUser(userPoolId: string, client = createClient()): ReadPoolUser {
  return async (userName) => {
    try {
      const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: userName });
      const { UserAttributes = [], Enabled, UserLastModifiedDate } = await client.send(command);
      return {
        userName,
        attributes: Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name!, Value])),
        isEnabled: Enabled === true,
        changedAt: UserLastModifiedDate!.toISOString(),
      };
    } catch (error) {
      if (error instanceof UserNotFoundException) return undefined;
      throw error;
    }
  };
}

function createClient(): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ maxAttempts: 3, requestHandler: new NodeHttpHandler(REQUEST_LIMITS) });
}
