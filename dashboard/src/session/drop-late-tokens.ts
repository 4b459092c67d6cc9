import type { decodeJWT } from 'aws-amplify/auth';
import type { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { SessionEndedError } from 'cdk-tenancy-web';

type TokenOrchestrator = typeof cognitoUserPoolsTokenProvider['tokenOrchestrator'];
type Jwt = ReturnType<typeof decodeJWT>;

/**
 * Keeps Amplify from storing new tokens for a session that ended during the request, or was replaced by another sign-in. By itself, Amplify
 * stores all tokens that arrive, and signs out the current user when Cognito refuses the old tokens.
 */
export function dropLateTokens(orchestrator: TokenOrchestrator): void {
  const refresh = orchestrator.getTokenRefresher();
  orchestrator.setTokenRefresher(async (request) => {
    const [outcome] = await Promise.allSettled([refresh(request)]);
    const stored = await orchestrator.getTokenStore().loadTokens();
    if (stored?.username !== request.username) throw new SessionEndedError();
    // Amplify shares one request among all callers, so the response may belong to an earlier sign-in of the same user.
    const { accessToken } = outcome.status === 'fulfilled' ? outcome.value : request.tokens;
    if (signInOf(stored.accessToken) !== signInOf(accessToken)) return stored;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** Identifies the sign-in that a token comes from. Tokens have no `origin_jti` if revocation is off, so then the time identifies it. */
function signInOf({ payload }: Jwt): unknown {
  return payload.origin_jti ?? payload.auth_time;
}
