import { JwtVerifier } from 'aws-jwt-verify';
import { CognitoJwtVerifier, validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { JwtInvalidIssuerError, NotSupportedError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { TokenUse } from '../../../contract/environment';

export interface VerifierProps {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  readonly tokenUse: TokenUse;
}

/** Verifies a token. The promise has its claims, or is rejected. */
export interface TokenVerifier {
  verify(token: string): Promise<object>;
}

/**
 * Creates a verifier whose two attempts to fetch the key set end before API Gateway or Lambda time out.
 *
 * It is not a `CognitoJwtVerifier`, because that class accepts a second issuer for each pool. The host of that issuer responds with 403 for
 * ordinary pools. Each forged token with that issuer would cause a request, and the failure would look like an outage of the key set.
 *
 * @see https://github.com/awslabs/aws-jwt-verify/issues/279
 */
export function createVerifier({ userPoolId, clientIds, tokenUse }: VerifierProps) {
  const { issuer, jwksUri } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
  const clientId = [...clientIds];
  return JwtVerifier.create({
    issuer,
    jwksUri,
    // Access tokens have no audience. The client is checked below, with the other claims of Cognito.
    audience: null,
    customJwtCheck: ({ header, payload }) => {
      refuseCriticalHeader(header);
      validateCognitoJwtFields(payload, { clientId, tokenUse });
    },
  }, { jwksCache: new KeySetOfIssuer(issuer) });
}

/** Looks up the key of a token only if the token names this issuer. */
class KeySetOfIssuer extends SimpleJwksCache {
  constructor(private readonly issuer: string) {
    super({ fetcher: new SimpleFetcher({ defaultRequestOptions: { responseTimeout: 1_500 } }) });
  }

  // Not `async`: a second promise for each token would only take time.
  override getJwk(...[jwksUri, token]: Parameters<SimpleJwksCache['getJwk']>): ReturnType<SimpleJwksCache['getJwk']> {
    return token.payload.iss === this.issuer
      ? super.getJwk(jwksUri, token)
      : Promise.reject(new JwtInvalidIssuerError('The token is of another issuer.', token.payload.iss, this.issuer));
  }
}

/** A verifier must understand the header parameters in `crit` (RFC 7515, section 4.1.11). This one supports none, so it rejects such tokens. */
function refuseCriticalHeader(header: object): void {
  if ('crit' in header) {
    throw new NotSupportedError('The header has parameters that must be understood.');
  }
}
