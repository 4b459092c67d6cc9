import {
  AdminDeleteUserCommand, AdminGetUserCommand, AdminUserGlobalSignOutCommand, CognitoIdentityProviderClient, UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { displayName, isTrue, type UserAttributes, userIdOf } from './user-attributes';
import type { AuthorizerContext } from '../../contract/authorizer-context';
import { REQUEST_LIMITS } from '../aws/request-limits';
import { refusal } from '../library/problem';

/** The data of an enabled user in the pool. */
export interface DirectoryEntry {
  readonly userName: string;
  readonly name: string;
  /** Empty for a user without an email address. */
  readonly email: string;
  /** Whether the user has verified the address. */
  readonly isEmailVerified: boolean;
  /** Time at which the pool last changed the user; ISO 8601, UTC. */
  readonly changedAt: string;
}

/** A user in the pool. */
export interface PoolUser {
  readonly userName: string;
  readonly attributes: UserAttributes;
  readonly isEnabled: boolean;
  /** Time at which the pool last changed the user; ISO 8601, UTC. */
  readonly changedAt: string;
}

/** Reads a user by name; nothing if no user has this name. */
export type ReadPoolUser = (userName: string) => Promise<PoolUser | undefined>;

/**
 * Looks up the caller in the pool.
 *
 * @throws ProblemError 403 for a user who was deleted or disabled after the token was issued
 */
export type LookUpUser = (caller: AuthorizerContext) => Promise<DirectoryEntry>;

/** Creates the function that looks up the caller. Tokens have no email address, or the address at the time when they were issued. */
export function createUserDirectory(userPoolId: string, client = createClient()): LookUpUser {
  const readPoolUser = createReadPoolUser(userPoolId, client);
  return async ({ userId, userName }) => {
    const user = await readPoolUser(userName);
    // After a user is deleted, another user can get the same user name, but never the same id.
    if (user === undefined || userIdOf(user.attributes) !== userId) {
      throw refusal(403, 'userDeleted', 'Your account no longer exists.');
    }
    // Tokens stay valid after an administrator has disabled the user.
    if (!user.isEnabled) {
      throw refusal(403, 'userDisabled', 'Your account is disabled. Ask the administrator of this application to enable it.');
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

/**
 * Changes the account of a user.
 *
 * @returns whether the pool had an account with this name that belongs to the user
 */
export type ChangePoolUser = (userName: string, userId: string) => Promise<boolean>;

/** Creates the function that deletes the account of a user. */
export function createDeletePoolUser(userPoolId: string, client = createClient()): ChangePoolUser {
  return createChangePoolUser(userPoolId, client, async (user) => client.send(new AdminDeleteUserCommand(user)));
}

/** Creates the function that revokes all refresh tokens of a user. */
export function createSignOutPoolUser(userPoolId: string, client = createClient()): ChangePoolUser {
  return createChangePoolUser(userPoolId, client, async (user) => client.send(new AdminUserGlobalSignOutCommand(user)));
}

function createChangePoolUser(
  userPoolId: string,
  client: CognitoIdentityProviderClient,
  change: (user: { readonly UserPoolId: string; readonly Username: string }) => Promise<unknown>,
): ChangePoolUser {
  const readPoolUser = createReadPoolUser(userPoolId, client);
  return async (userName, userId) => {
    const user = await readPoolUser(userName);
    // After a user is deleted, another user can get the same user name, but never the same id.
    if (user === undefined || userIdOf(user.attributes) !== userId) return false;
    try {
      await change({ UserPoolId: userPoolId, Username: userName });
    } catch (error) {
      // Deleted by a request at the same time.
      if (!(error instanceof UserNotFoundException)) throw error;
    }
    return true;
  };
}

function createClient(): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({ maxAttempts: 3, requestHandler: new NodeHttpHandler(REQUEST_LIMITS) });
}
