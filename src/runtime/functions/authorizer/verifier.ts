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

/** Checks a token and gives its claims, or rejects. */
export interface TokenVerifier {
  verify(token: string): Promise<object>;
}

/**
 * A verifier whose two attempts to fetch the key set end before API Gateway or Lambda give up.
 *
 * It is not a `CognitoJwtVerifier`: that one accepts a second issuer for each pool, whose host answers 403 for ordinary pools. A
 * forged token that names it would cost a request each, and look like an outage of the key set.
 * https://github.com/awslabs/aws-jwt-verify/issues/279
 */
export function createVerifier({ userPoolId, clientIds, tokenUse }: VerifierProps) {
  const { issuer, jwksUri } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
  const clientId = [...clientIds];
  return JwtVerifier.create({
    issuer,
    jwksUri,
    // Access tokens have none; the client is checked with the other claims of Cognito.
    audience: null,
    customJwtCheck: ({ header, payload }) => {
      refuseCriticalHeader(header);
      validateCognitoJwtFields(payload, { clientId, tokenUse });
    },
  }, { jwksCache: new KeySetOfIssuer(issuer) });
}

/** Looks for the key of a token only if the token names the issuer. */
class KeySetOfIssuer extends SimpleJwksCache {
  constructor(private readonly issuer: string) {
    super({ fetcher: new SimpleFetcher({ defaultRequestOptions: { responseTimeout: 1_500 } }) });
  }

  override async getJwk(...[jwksUri, token]: Parameters<SimpleJwksCache['getJwk']>): ReturnType<SimpleJwksCache['getJwk']> {
    if (token.payload.iss !== this.issuer) {
      throw new JwtInvalidIssuerError('The token is of another issuer.', token.payload.iss, this.issuer);
    }
    return super.getJwk(jwksUri, token);
  }
}

/** `crit` names header parameters that must be understood (RFC 7515, section 4.1.11), and none of them is understood here. */
function refuseCriticalHeader(header: object): void {
  if ('crit' in header) {
    throw new NotSupportedError('The header has parameters that must be understood.');
  }
}
