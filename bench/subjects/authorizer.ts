import { createPublicKey, verify } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { serve } from './serve';
import { createHandler } from '../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../src/runtime/functions/authorizer/verifier';
import { authorizerEvent, CLIENT_ID, lambdaContext, USER_POOL_ID } from '../../test/runtime/events';

/** Environment variables of this module: a token that the benchmark has issued, and its pool. */
export type AuthorizerSubjectEnvironment = {
  readonly BENCH_TOKEN: string;
  readonly BENCH_KEY_SET: string;
};

const { BENCH_TOKEN: token, BENCH_KEY_SET } = process.env as AuthorizerSubjectEnvironment;
const keySet: Jwks = JSON.parse(BENCH_KEY_SET);

const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], tokenUse: 'access' });
verifier.cacheJwks(keySet);
const handler = createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger: new Logger(), createMetrics: () => new Metrics() });
const event = authorizerEvent({ Authorization: `Bearer ${token}` });
const context = lambdaContext();

const jwtVerify = CognitoJwtVerifier.create({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, tokenUse: 'access' });
jwtVerify.cacheJwks(keySet);

const key = createPublicKey({ key: { ...keySet.keys[0] }, format: 'jwk' });
const [header, claims, signature] = token.split('.');
const signed = Buffer.from(`${header}.${claims}`);
const signatureBytes = Buffer.from(signature, 'base64url');

// The authorizer, the verification of the token alone, and the check of the signature alone.
serve({
  authorizer: async () => handler(event, context),
  jwtVerify: async () => jwtVerify.verify(token),
  bare: () => verify('RSA-SHA256', signed, key, signatureBytes),
});
