import { decodeJWT } from 'aws-amplify/auth';
import type { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { SessionEndedError } from 'cdk-tenancy-web';
import { storedToken } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

type TokenOrchestrator = typeof cognitoUserPoolsTokenProvider['tokenOrchestrator'];
type Jwt = ReturnType<typeof decodeJWT>;

/**
 * Keeps Amplify from storing new tokens for a session that ended while they were on their way. Amplify stores all that comes in, and
 * signs out the current user when the old tokens are refused.
 */
export function dropLateTokens(orchestrator: TokenOrchestrator, signIn: DashboardConfiguration['signIn']): void {
  const refresh = orchestrator.getTokenRefresher();
  orchestrator.setTokenRefresher(async (request) => {
    const [outcome] = await Promise.allSettled([refresh(request)]);
    const stored = storedToken(signIn, request.username, 'accessToken');
    // Amplify shares one request among all who ask, so what comes in may belong to a session before this one.
    const { accessToken } = outcome.status === 'fulfilled' ? outcome.value : request.tokens;
    if (stored === undefined || signInOf(decodeJWT(stored)) !== signInOf(accessToken)) throw new SessionEndedError();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** What tokens have in common that go back to one and the same sign-in; the time of it, where sign-ins cannot be revoked. */
function signInOf({ payload }: Jwt): unknown {
  return payload.origin_jti ?? payload.auth_time;
}
