import { CognitoJwtVerifier } from 'aws-jwt-verify';
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
    { userPoolId, clientId: [...clientIds], tokenUse },
    { jwksCache: new SimpleJwksCache({ fetcher: new SimpleFetcher({ defaultRequestOptions: { timeout: 1_000, responseTimeout: 1_500 } }) }) },
  );
}
