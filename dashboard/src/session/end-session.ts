import { revokeSession } from './revoke-session';
import { removeStoredUser, storedToken, storedUser } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/**
 * Signs a user out: in this browser at once, then with Cognito. Does nothing when another user is signed in.
 *
 * Amplify's own sign-out waits for Cognito first. Then it clears the storage of the current user, who may be another one by then.
 */
export async function endSession(signIn: DashboardConfiguration['signIn'], user: string): Promise<void> {
  if (storedUser(signIn) !== user) return;
  const refreshToken = storedToken(signIn, user, 'refreshToken');
  removeStoredUser(signIn, user);
  if (refreshToken !== undefined) await revokeSession(signIn, refreshToken);
}
