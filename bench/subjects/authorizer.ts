import { createPublicKey, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import { Logger } from '@aws-lambda-powertools/logger';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpResponse } from '@smithy/protocol-http';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { serve } from './serve';
import { createCallerRowsReader } from '../../src/runtime/functions/authorizer/caller-rows';
import { type AuthorizerHandlerProps, createHandler } from '../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../src/runtime/functions/authorizer/verifier';
import { authorizerEvent, CLIENT_ID, lambdaContext, REGION, TENANT_ID, USER_ID, USER_POOL_ID } from '../../test/runtime/events';

/** Environment variables of this module: tokens that the benchmark has issued, as JSON, and their pool. */
export type AuthorizerSubjectEnvironment = {
  readonly BENCH_TOKENS: string;
  readonly BENCH_KEY_SET: string;
};

/** The headers that a browser sends, and that API Gateway adds. */
const HEADERS = {
  'accept': 'application/json',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-US,en;q=0.9',
  'cache-control': 'no-cache',
  'content-type': 'application/json',
  'Host': 'abcdef123.execute-api.us-east-1.amazonaws.com',
  'origin': 'https://app.example.com',
  'referer': 'https://app.example.com/devices',
  'sec-ch-ua-platform': '"Linux"',
  'sec-fetch-dest': 'empty',
  'sec-fetch-mode': 'cors',
  'sec-fetch-site': 'cross-site',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
  'X-Forwarded-For': '198.51.100.1',
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https',
};

const { BENCH_TOKENS, BENCH_KEY_SET } = process.env as AuthorizerSubjectEnvironment;
const keySet: Jwks = JSON.parse(BENCH_KEY_SET);
const subjects = (JSON.parse(BENCH_TOKENS) as string[]).map(subjectOf);
const subject = (count: number) => subjects[count % subjects.length];

const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], tokenUse: 'access' });
verifier.cacheJwks(keySet);
const props: AuthorizerHandlerProps = { verifier, rules: { endingLength: 24, rules: [] }, logger: new Logger(), metrics: { count: () => {} } };
const ofToken = createHandler(props);
const handler = createHandler({
  ...props,
  currentRights: {
    readRows: createCallerRowsReader({ region: REGION, tenantsTableName: 'tenants', usersTableName: 'users', readsSealingKey: true }),
    suspensionAccess: 'none',
    freshnessSeconds: 30,
  },
});
const context = lambdaContext();

/** The answer of DynamoDB, without the network. */
const ROWS = JSON.stringify({
  Responses: {
    users: [{ tenantid: { S: TENANT_ID }, userid: { S: USER_ID }, role: { S: 'admin' } }], tenants: [{ tenantid: { S: TENANT_ID }, status: { S: 'active' } }],
  },
  UnprocessedKeys: {},
});
NodeHttpHandler.prototype.handle = async () => ({ response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([ROWS]) }) });
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'x'.repeat(800) });

const jwtVerify = CognitoJwtVerifier.create({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, tokenUse: 'access' });
jwtVerify.cacheJwks(keySet);

const key = createPublicKey({ key: { ...keySet.keys[0] }, format: 'jwk' });

// The authorizer, the same without current rights, a handler that does no more than it must, the verification of the token alone, and the check of the signature alone.
serve({
  authorizer: async (count) => handler(subject(count).event, context),
  ofToken: async (count) => ofToken(subject(count).event, context),
  smallest: async (count) => smallestHandler(subject(count).event),
  jwtVerify: async (count) => jwtVerify.verify(subject(count).token),
  bare: (count) => verify('RSA-SHA256', subject(count).signed, key, subject(count).signature),
});

function subjectOf(token: string) {
  // Lambda parses the event from JSON, too. So the texts have the same representation in memory.
  const event: APIGatewayRequestAuthorizerEvent = JSON.parse(JSON.stringify(authorizerEvent({ ...HEADERS, Authorization: `Bearer ${token}` })));
  const [header, claims, signature] = token.split('.');
  return {
    event,
    token: event.headers!.Authorization!.slice('Bearer '.length),
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** An authorizer as in many tutorials. It allows the method of the request, so its policy must not be cached. */
async function smallestHandler({ headers, methodArn }: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const { sub, tenant } = await jwtVerify.verify(headers!.Authorization!.slice('Bearer '.length));
  return {
    principalId: sub,
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }] },
    context: { tenant: String(tenant) },
  };
}
