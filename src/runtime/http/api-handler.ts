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
  /** Answers a request, or throws a {@link ProblemError}. */
  readonly answer: (event: APIGatewayProxyEvent) => Promise<Response>;
}

export interface ApiHandlerProps {
  readonly operations: readonly ApiOperation[];
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** What the router is given of a request. */
interface RoutedEvent extends APIGatewayProxyEvent {
  /** The request as API Gateway sent it. */
  readonly received: APIGatewayProxyEvent;
}

/** Makes the handler of a function behind a REST API. It never throws, and each of its answers can be read by a browser. */
export function createApiHandler({ operations, allowOrigins, logger }: ApiHandlerProps) {
  const router = new Router({ logger });
  for (const { route, answer } of operations) {
    router.route(async ({ event }) => {
      const { received } = event as RoutedEvent;
      // API Gateway finds `/tenants` behind `/tenants/`, which a right to `/tenants/*` includes. `pathSegment` asks this of paths with parameters.
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
  // The router answers a method that it does not know by itself, without a body.
  return result.statusCode === 405
    ? proxyResult(problemResponse(new ProblemError(405, 'Method not allowed.')))
    : result;
}

/**
 * The router matches the resource that API Gateway has chosen, not the path of the request: behind a custom domain the
 * path starts with its base path. Headers and body are kept from it because it fails on some that HTTP allows: a `GET`
 * with a body, a `Host` that is no host, a header beyond Latin-1.
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

/** `/tenant/{tenantId}` in the router's notation, which is also a path that its route matches. */
function routerPath(resource: string): `/${string}` {
  return resource.replace(/\{(\w+)\}/g, ':$1') as `/${string}`;
}

async function proxyResult(response: Response): Promise<APIGatewayProxyResult> {
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
