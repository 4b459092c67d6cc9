import { fetchAuthSession } from 'aws-amplify/auth';
import { NetworkError, SessionEndedError, type SessionSource } from 'cdk-tenancy-web';
import { storedUser } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** A user's session as Amplify keeps it, for the hooks of cdk-tenancy-web. Amplify refreshes tokens before they are over. */
export function createAmplifySession(signIn: DashboardConfiguration['signIn'], user: string): SessionSource {
  const session = async (forceRefresh: boolean) => {
    const { accessToken, idToken } = await tokens(forceRefresh);
    const token = signIn.tokenUse === 'access' ? accessToken : idToken;
    // Amplify's tokens are those of whoever is signed in by now.
    if (token === undefined || storedUser(signIn) !== user) throw new SessionEndedError();
    return { token: token.toString() };
  };
  return { getSession: async () => session(false), refresh: async () => session(true) };
}

/** The e-mail address of who is signed in; nothing when it is not known. */
export async function signedInEmail(): Promise<string | undefined> {
  const { idToken } = await tokens(false);
  const email = idToken?.payload.email;
  return typeof email === 'string' ? email : undefined;
}

async function tokens(forceRefresh: boolean) {
  try {
    const { tokens: current } = await fetchAuthSession({ forceRefresh });
    if (current === undefined) throw new SessionEndedError();
    return current;
  } catch (error) {
    throw typedError(error);
  }
}

function typedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // Amplify has forgotten the tokens by then.
  if (ENDS.has(error.name)) return new SessionEndedError({ cause: error });
  return error.name === 'NetworkError' ? new NetworkError({ cause: error }) : error;
}

const ENDS = new Set([
  'NotAuthorizedException', 'PasswordResetRequiredException', 'RefreshTokenReuseException', 'TokenRevokedException',
  'UserNotConfirmedException', 'UserNotFoundException', 'UserUnAuthenticatedException',
]);
