import type { DashboardConfiguration } from '../../../src/contract/dashboard';

const PREFIX = 'CognitoIdentityServiceProvider.';
const SUFFIX = '.LastAuthUser';

type SignIn = DashboardConfiguration['signIn'];

/** The names of the values that Amplify stores for a sign-in, in the order in which it writes them. */
const TOKEN_NAMES = ['accessToken', 'idToken', 'refreshToken', 'signInDetails', 'clockDrift'] as const;

type TokenName = typeof TOKEN_NAMES[number];

/** Where Amplify keeps the tokens: shared by all tabs and kept when they close, or for one tab until it closes. */
export function tokenStorage({ staySignedIn }: SignIn): Storage {
  return staySignedIn ? window.localStorage : window.sessionStorage;
}

/** Whether the browser allows storage. If it doesn't, reading `window.localStorage` itself throws. */
export function canStoreTokens(signIn: SignIn): boolean {
  try {
    return tokenStorage(signIn) !== null;
  } catch {
    return false;
  }
}

/**
 * Returns the signed-in user, from the keys that Amplify documents. Reads them without Amplify, which is the larger part of the page.
 * Amplify writes the user first and the tokens afterwards. In between, another tab must not treat the user as signed in.
 */
export function storedUser(signIn: SignIn): string | undefined {
  const user = tokenStorage(signIn).getItem(lastUserKey(signIn));
  const isComplete = user !== null && (['accessToken', 'clockDrift'] as const).every((name) => storedToken(signIn, user, name) !== undefined);
  return isComplete ? user : undefined;
}

export function storedToken(signIn: SignIn, user: string, name: TokenName): string | undefined {
  return tokenStorage(signIn).getItem(tokenKey(signIn, user, name)) ?? undefined;
}

/** Whether a key in the storage is the one of the token that is sent to the API. */
export function isTokenOf(signIn: SignIn, user: string, key: string | null): boolean {
  return key === tokenKey(signIn, user, signIn.tokenUse === 'access' ? 'accessToken' : 'idToken');
}

/** Removes the sign-in of this user only. */
export function removeStoredUser(signIn: SignIn, user: string): void {
  const storage = tokenStorage(signIn);
  for (const name of TOKEN_NAMES) {
    storage.removeItem(tokenKey(signIn, user, name));
  }
  if (storage.getItem(lastUserKey(signIn)) === user) storage.removeItem(lastUserKey(signIn));
}

/** Whether a user seems to be signed in. For use before the configuration is loaded. */
export function hasStoredUser(): boolean {
  try {
    return [window.localStorage, window.sessionStorage].some((storage) => (
      Object.keys(storage).some((key) => key.startsWith(PREFIX) && key.endsWith(SUFFIX))
    ));
  } catch {
    // The browser blocks storage.
    return false;
  }
}

function lastUserKey({ userPoolClientId }: SignIn): string {
  return `${PREFIX}${userPoolClientId}${SUFFIX}`;
}

function tokenKey({ userPoolClientId }: SignIn, user: string, name: TokenName): string {
  return `${PREFIX}${userPoolClientId}.${user}.${name}`;
}
