import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type Calls, serve } from './serve';
import { createDocumentClient } from '../../src/runtime/shared/document-client';
import { apiEvent, authorizerOf, lambdaContext } from '../../test/runtime/events';
import { bareCall, type BenchmarkedRoute, handlerCall, nameOf, pathOf, ROUTES } from '../routes';
import { tenantIdOf, userIdOf } from '../store/tables';

/** Where the code of the function is. */
export type ApiSubjectEnvironment = {
  readonly BENCH_BUNDLE_NAME: string;
  readonly BENCH_BUNDLE_FILE: string;
};

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const SUBJECT = { tenantId: tenantIdOf(0), userId: userIdOf(0) };

function eventOf(route: BenchmarkedRoute): APIGatewayProxyEvent {
  return apiEvent({
    method: route.route.method,
    resource: route.route.path,
    parameters: SUBJECT,
    path: pathOf(route, SUBJECT),
    headers: { 'Content-Type': 'application/json' },
    body: route.body && JSON.stringify(route.body),
    authorizer: authorizerOf(SUBJECT),
  });
}

async function main({ BENCH_BUNDLE_NAME, BENCH_BUNDLE_FILE }: ApiSubjectEnvironment): Promise<void> {
  const { handler }: { handler: Handler } = await import(BENCH_BUNDLE_FILE);
  const client = createDocumentClient();
  const context = lambdaContext();
  const calls: Calls = Object.fromEntries(ROUTES.filter(({ bundle }) => bundle === BENCH_BUNDLE_NAME).flatMap((route) => {
    const event = eventOf(route);
    return [
      [handlerCall(route), async () => {
        const { statusCode, body } = await handler(event, context);
        if (statusCode >= 300) {
          throw new Error(`${nameOf(route)} answered ${statusCode}: ${body}`);
        }
      }],
      [bareCall(route), async () => route.bare(client, SUBJECT)],
    ];
  }));
  serve(calls);
}

void main(process.env as ApiSubjectEnvironment);
