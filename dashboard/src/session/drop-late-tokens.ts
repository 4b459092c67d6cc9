import { decodeJWT } from 'aws-amplify/auth';
import type { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { SessionEndedError } from 'cdk-tenancy-web';
import { storedToken } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

type TokenOrchestrator = typeof cognitoUserPoolsTokenProvider['tokenOrchestrator'];
type Jwt = ReturnType<typeof decodeJWT>;

/**
 * Keeps Amplify from storing new tokens for a session that ended during the request. By itself, Amplify stores all tokens that arrive,
 * and signs out the current user when Cognito refuses the old tokens.
 */
export function dropLateTokens(orchestrator: TokenOrchestrator, signIn: DashboardConfiguration['signIn']): void {
  const refresh = orchestrator.getTokenRefresher();
  orchestrator.setTokenRefresher(async (request) => {
    const [outcome] = await Promise.allSettled([refresh(request)]);
    const stored = storedToken(signIn, request.username, 'accessToken');
    // Amplify shares one request among all callers, so the response may belong to an earlier session.
    const { accessToken } = outcome.status === 'fulfilled' ? outcome.value : request.tokens;
    if (stored === undefined || signInOf(decodeJWT(stored)) !== signInOf(accessToken)) throw new SessionEndedError();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** Identifies the sign-in that a token comes from. Tokens have no `origin_jti` if revocation is off, so then the time identifies it. */
function signInOf({ payload }: Jwt): unknown {
  return payload.origin_jti ?? payload.auth_time;
}
