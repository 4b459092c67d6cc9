import { Amplify, createAmplifyContext } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { SessionEndedError } from 'cdk-tenancy-web';
import { told } from './cognito-errors';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';
import { revokeSession } from '../session/revoke-session';
import { storedToken, storedUser } from '../session/stored-user';

/**
 * Signs the signed-in user in again, and replaces the tokens. If that fails, the tokens stay as they are.
 *
 * @returns `false` if a password is not enough, for example because the account has a second factor
 * @throws an error with a text for people
 */
export async function signInAgain(configuration: DashboardConfiguration['signIn'], password: string): Promise<boolean> {
  const user = storedUser(configuration);
  if (user === undefined) throw new SessionEndedError();
  const replaced = storedToken(configuration, user, 'refreshToken');
  const isReplaced = () => storedToken(configuration, user, 'refreshToken') !== replaced;
  // Amplify refuses to sign in while it finds tokens. In this context, it finds none until they are new. It stores tokens as usual.
  const context = createAmplifyContext(Amplify.getConfig(), {
    Auth: { tokenProvider: { getTokens: async (options) => (isReplaced() ? cognitoUserPoolsTokenProvider.getTokens(options) : null) } },
  });
  const { isSignedIn } = await told(signIn(context, { username: user, password }));
  if (isSignedIn && replaced !== undefined) void revokeSession(configuration, replaced);
  return isSignedIn;
}
