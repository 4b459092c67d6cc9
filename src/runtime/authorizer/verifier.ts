import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { NotSupportedError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { TokenUse } from '../../contract/environment';

export interface VerifierProps {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  readonly tokenUse: TokenUse;
}

/** Checks a token and gives its claims, or rejects. */
export interface TokenVerifier {
  verify(token: string): Promise<object>;
}

/** A verifier whose two attempts to fetch the key set end before API Gateway or Lambda give up. */
export function createVerifier({ userPoolId, clientIds, tokenUse }: VerifierProps) {
  return CognitoJwtVerifier.create(
    { userPoolId, clientId: [...clientIds], tokenUse, customJwtCheck: refuseCriticalHeader },
    { jwksCache: new SimpleJwksCache({ fetcher: new SimpleFetcher({ defaultRequestOptions: { timeout: 1_000, responseTimeout: 1_500 } }) }) },
  );
}

/** `crit` names header parameters that must be understood (RFC 7515, section 4.1.11), and none of them is understood here. */
function refuseCriticalHeader({ header }: { header: object }): void {
  if ('crit' in header) {
    throw new NotSupportedError('The header has parameters that must be understood.');
  }
}
