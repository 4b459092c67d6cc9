import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type Calls, serve } from './serve';
import { createDocumentClient } from '../../src/runtime/aws/document-client';
import { apiEvent, authorizerOf, lambdaContext } from '../../test/runtime/events';
import { bareCall, type BenchmarkedRoute, handlerCall, nameOf, parametersOf, pathOf, ROUTES } from '../routes';
import { POOL, tenantIdOf, userIdOf } from '../store/tables';

/** Environment variables of this module. */
export type ApiSubjectEnvironment = {
  readonly BENCH_BUNDLE_NAME: string;
  readonly BENCH_BUNDLE_FILE: string;
  /** Endpoint of the store. The function itself can use a proxy that counts its calls. */
  readonly BENCH_STORE_ENDPOINT: string;
};

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const SUBJECT = { tenantId: tenantIdOf(0), userId: userIdOf(0) };

/** Later than the end of any measurement. */
const END_OF_TOKEN = Math.floor(Date.now() / 1_000) + 24 * 3_600;

function eventOf(route: BenchmarkedRoute): APIGatewayProxyEvent {
  const event = apiEvent({
    method: route.route.method,
    resource: route.route.path,
    parameters: parametersOf(route, SUBJECT),
    path: pathOf(route, SUBJECT),
    headers: { 'Content-Type': 'application/json', ...route.headers },
    body: route.body && JSON.stringify(route.body(SUBJECT)),
    authorizer: authorizerOf({ ...SUBJECT, userName: POOL.user.Username, expiresAt: String(END_OF_TOKEN) }),
  });
  return { ...event, queryStringParameters: route.query ?? null };
}

async function main({ BENCH_BUNDLE_NAME, BENCH_BUNDLE_FILE, BENCH_STORE_ENDPOINT }: ApiSubjectEnvironment): Promise<void> {
  const { handler }: { handler: Handler } = await import(BENCH_BUNDLE_FILE);
  const clients = { rows: createDocumentClient(), pool: new CognitoIdentityProviderClient() };
  const store = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: BENCH_STORE_ENDPOINT }));
  const context = lambdaContext();
  const calls: Calls = Object.fromEntries(ROUTES.filter(({ bundle }) => bundle === BENCH_BUNDLE_NAME).flatMap((route) => {
    const event = eventOf(route);
    const restore = async () => route.restore?.(store, SUBJECT);
    const answer = async () => {
      const { statusCode, body } = await handler(event, context);
      if (statusCode >= 300) {
        throw new Error(`${nameOf(route)} must answer with a 2xx status, but answered ${statusCode}: ${body}`);
      }
    };
    return [
      [handlerCall(route), [answer, restore]],
      [bareCall(route), [async () => route.bare(clients, SUBJECT), restore]],
    ];
  }));
  serve(calls);
}

void main(process.env as ApiSubjectEnvironment);
