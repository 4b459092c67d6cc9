import type { DashboardConfiguration } from '../../../src/contract/dashboard';

const PREFIX = 'CognitoIdentityServiceProvider.';
const SUFFIX = '.LastAuthUser';

type SignIn = DashboardConfiguration['signIn'];

/** Names of what Amplify keeps of a sign-in, in the order in which it writes them. */
const TOKEN_NAMES = ['accessToken', 'idToken', 'refreshToken', 'signInDetails', 'clockDrift'] as const;

type TokenName = typeof TOKEN_NAMES[number];

/** Where Amplify keeps the tokens. Shared by all tabs and kept when they close, or neither. */
export function tokenStorage({ staySignedIn }: SignIn): Storage {
  return staySignedIn ? window.localStorage : window.sessionStorage;
}

/** Whether the browser allows storage. If it does not, even the access to a storage throws. */
export function canStoreTokens(signIn: SignIn): boolean {
  try {
    return tokenStorage(signIn) !== null;
  } catch {
    return false;
  }
}

/**
 * Who is signed in, by the keys that Amplify documents. Read without Amplify, which is the larger part of the page. Amplify
 * writes the user first and the tokens after: another tab that looks in between finds nobody yet.
 */
export function storedUser(signIn: SignIn): string | undefined {
  const user = tokenStorage(signIn).getItem(lastUserKey(signIn));
  const isComplete = user !== null && (['accessToken', 'clockDrift'] as const).every((name) => storedToken(signIn, user, name) !== undefined);
  return isComplete ? user : undefined;
}

export function storedToken(signIn: SignIn, user: string, name: TokenName): string | undefined {
  return tokenStorage(signIn).getItem(tokenKey(signIn, user, name)) ?? undefined;
}

/** Whether a key of the storage is that of the token which the API is called with. */
export function isTokenOf(signIn: SignIn, user: string, key: string | null): boolean {
  return key === tokenKey(signIn, user, signIn.tokenUse === 'access' ? 'accessToken' : 'idToken');
}

/** Removes a user's sign-in, and no other user's. */
export function removeStoredUser(signIn: SignIn, user: string): void {
  const storage = tokenStorage(signIn);
  for (const name of TOKEN_NAMES) {
    storage.removeItem(tokenKey(signIn, user, name));
  }
  if (storage.getItem(lastUserKey(signIn)) === user) storage.removeItem(lastUserKey(signIn));
}

/** Whether a user seems to be signed in, as far as that is known before the configuration is there. */
export function hasStoredUser(): boolean {
  try {
    return [window.localStorage, window.sessionStorage].some((storage) => (
      Object.keys(storage).some((key) => key.startsWith(PREFIX) && key.endsWith(SUFFIX))
    ));
  } catch {
    // The browser lets the page store nothing.
    return false;
  }
}

function lastUserKey({ userPoolClientId }: SignIn): string {
  return `${PREFIX}${userPoolClientId}${SUFFIX}`;
}

function tokenKey({ userPoolClientId }: SignIn, user: string, name: TokenName): string {
  return `${PREFIX}${userPoolClientId}.${user}.${name}`;
}
