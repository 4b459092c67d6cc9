import type { DashboardConfiguration } from '../../../src/contract/dashboard';

const PREFIX = 'CognitoIdentityServiceProvider.';
const SUFFIX = '.LastAuthUser';

type SignIn = DashboardConfiguration['signIn'];

/** Where Amplify keeps the tokens. Shared by all tabs and kept when they close, or neither. */
export function tokenStorage({ staySignedIn }: SignIn): Storage {
  return staySignedIn ? window.localStorage : window.sessionStorage;
}

/** Who is signed in, by the key that Amplify documents. Read without Amplify, which is the larger part of the page. */
export function storedUser(signIn: SignIn): string | undefined {
  return tokenStorage(signIn).getItem(storageKey(signIn.userPoolClientId)) ?? undefined;
}

/** Whether it looks as if somebody were signed in, as far as one can tell before the configuration is there. */
export function hasStoredUser(): boolean {
  return [window.localStorage, window.sessionStorage].some((storage) => (
    Object.keys(storage).some((key) => key.startsWith(PREFIX) && key.endsWith(SUFFIX))
  ));
}

function storageKey(clientId: string): string {
  return `${PREFIX}${clientId}${SUFFIX}`;
}
