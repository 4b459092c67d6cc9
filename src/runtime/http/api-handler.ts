import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { corsHeaders } from './cors';
import { headerValues } from './header-values';
import type { Route } from '../../contract/routes';
import { requirePlainPath } from '../library/path-segment';
import { ProblemError, problemResponse } from '../library/problem';
import { loggable, startLog } from '../observability/log';

export interface ApiOperation {
  readonly route: Route;
  /** Handles a request, or throws a {@link ProblemError}. */
  readonly answer: (event: APIGatewayProxyEvent) => Promise<Response>;
}

export interface ApiHandlerProps {
  readonly operations: readonly ApiOperation[];
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** The event that the router gets. */
interface RoutedEvent extends APIGatewayProxyEvent {
  /** The request as API Gateway sent it. */
  readonly received: APIGatewayProxyEvent;
}

/** Creates the handler of a function behind a REST API. It never throws, and all of its responses have CORS headers. */
export function createApiHandler({ operations, allowOrigins, logger }: ApiHandlerProps) {
  const router = new Router({ logger });
  for (const { route, answer } of operations) {
    router.route(async ({ event }) => {
      const { received } = event as RoutedEvent;
      // API Gateway handles `/tenants/` as `/tenants`, so a right to `/tenants/*` would include it. `pathSegment` checks paths with parameters.
      if (!route.path.includes('{')) requirePlainPath(received);
      return answer(received);
    }, {
      method: route.method,
      path: routerPath(route.path),
    });
  }
  router.errorHandler(ProblemError, async (problem) => problemResponse(problem));
  router.notFound(async () => problemResponse(new ProblemError(404, 'Path not found.')));
  router.errorHandler(Error, async (error) => unexpected(error));

  const unexpected = (error: unknown) => {
    logger.error('The request ended in an unexpected error', loggable(error));
    return problemResponse(new ProblemError(500, 'The request could not be answered. Try again later.'));
  };

  return async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    startLog(logger, event.requestContext?.requestId ?? context.awsRequestId);
    const result = await resolve(router, event, context).catch(async (error: unknown) => proxyResult(unexpected(error)));
    return {
      ...result,
      headers: {
        ...result.headers,
        'cache-control': 'no-store',
        ...corsHeaders(allowOrigins, headerValues(event, 'Origin')[0]),
      },
    };
  };
}

async function resolve(router: Router, event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  const result = await router.resolve(routedEvent(event), context) as APIGatewayProxyResult;
  // The router itself responds to an unknown method, without a body.
  return result.statusCode === 405
    ? proxyResult(problemResponse(new ProblemError(405, 'Method not allowed.')))
    : result;
}

/**
 * Returns the event for the router. The router matches the resource that API Gateway has chosen, not the path of the request, because
 * the path behind a custom domain starts with the base path. It does not get headers and body, because it fails on some that HTTP
 * allows: a `GET` with a body, an invalid `Host`, a header beyond Latin-1.
 */
function routedEvent(event: APIGatewayProxyEvent): RoutedEvent {
  return {
    httpMethod: event.httpMethod,
    resource: event.resource,
    path: routerPath(event.resource),
    requestContext: event.requestContext,
    headers: {},
    multiValueHeaders: {},
    body: null,
    isBase64Encoded: false,
    pathParameters: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    received: event,
  };
}

/** Converts `/tenant/{tenantId}` to the router's notation. The result is also a path that the route matches. */
function routerPath(resource: string): `/${string}` {
  return resource.replace(/\{(\w+)\}/g, ':$1') as `/${string}`;
}

async function proxyResult(response: Response): Promise<APIGatewayProxyResult> {
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
