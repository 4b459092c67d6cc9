import type { AuthorizerContext } from '../../contract/authorizer-context';
import { refusal } from '../library/problem';

/** Highest age of the sign-in for a request that cannot be undone easily, in seconds. */
const RECENT_SECONDS = 10 * 60;

/**
 * Requires that the user has signed in within the last ten minutes. A stolen token is refreshed for weeks, but its sign-in stays the same.
 *
 * @throws ProblemError 401
 */
export function requireRecentSignIn({ authenticatedAt }: Pick<AuthorizerContext, 'authenticatedAt'>): void {
  if (authenticatedAt === undefined || authenticatedAt + RECENT_SECONDS < Date.now() / 1_000) {
    throw refusal(401, 'signInAgain', 'This requires a sign-in within the last ten minutes. Sign in again and repeat the request.');
  }
}
