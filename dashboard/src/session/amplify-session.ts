import { fetchAuthSession } from 'aws-amplify/auth';
import { NetworkError, SessionEndedError, type SessionSource } from 'cdk-tenancy-web';
import { storedUser } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** Creates the session source for the hooks of cdk-tenancy-web from Amplify's session. Amplify refreshes tokens before they expire. */
export function createAmplifySession(signIn: DashboardConfiguration['signIn'], user: string): SessionSource {
  const session = async (forceRefresh: boolean) => {
    const { accessToken, idToken } = await tokens(forceRefresh);
    const token = signIn.tokenUse === 'access' ? accessToken : idToken;
    // Another user may have signed in by now. Amplify's tokens are then theirs.
    if (token === undefined || storedUser(signIn) !== user) throw new SessionEndedError();
    return { token: token.toString() };
  };
  return { getSession: async () => session(false), refresh: async () => session(true) };
}

/** The signed-in person's name and email address, as far as the ID token has them. */
export interface SignedInPerson {
  readonly name?: string;
  readonly email?: string;
}

export async function signedInPerson(): Promise<SignedInPerson> {
  const { idToken } = await tokens(false);
  const { name, given_name: givenName, family_name: familyName, email } = idToken?.payload ?? {};
  return {
    name: [[name], [givenName, familyName]].map((parts) => parts.filter(isText).join(' ')).find((text) => text !== ''),
    email: isText(email) ? email : undefined,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
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
  // After these errors, Amplify has deleted the tokens.
  if (ENDS.has(error.name)) return new SessionEndedError({ cause: error });
  return error.name === 'NetworkError' ? new NetworkError({ cause: error }) : error;
}

const ENDS = new Set([
  'NotAuthorizedException', 'PasswordResetRequiredException', 'RefreshTokenReuseException', 'TokenRevokedException',
  'UserNotConfirmedException', 'UserNotFoundException', 'UserUnAuthenticatedException',
]);
