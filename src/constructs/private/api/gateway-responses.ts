import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { PROBLEM_CONTENT_TYPE } from '../../../contract/api';
import { CORS } from '../../../contract/cors';

interface GatewayError {
  readonly type: apigateway.ResponseType;
  /** Left out where one response stands for several statuses: gateway responses have no variable for the status. */
  readonly status?: number;
  /** The phrase of the status, or of its class (RFC 9110) where one response stands for several. */
  readonly title: string;
}

/**
 * Errors of the caller: API Gateway's message says what is wrong. Those that callers meet every day have a response of their own, all
 * others share one: each is a resource.
 */
const clientErrors = ({ ResponseType }: typeof apigateway): readonly GatewayError[] => [
  { type: ResponseType.DEFAULT_4XX, title: 'Client Error' },
  { type: ResponseType.UNAUTHORIZED, status: 401, title: 'Unauthorized' },
  { type: ResponseType.ACCESS_DENIED, status: 403, title: 'Forbidden' },
  // Also the answer to a path that does not exist: API Gateway does not tell strangers which paths there are.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, status: 403, title: 'Forbidden' },
  { type: ResponseType.THROTTLED, status: 429, title: 'Too Many Requests' },
];

/** Errors of the service: what went wrong is in the logs. */
const serverErrors = ({ ResponseType }: typeof apigateway): readonly GatewayError[] => [
  { type: ResponseType.DEFAULT_5XX, title: 'Server Error' },
];

/**
 * Makes the errors that API Gateway itself answers problem documents (RFC 9457).
 *
 * @param corsAllowOrigins Origins whose pages may read them, if any.
 */
export function addGatewayResponses(api: apigateway.RestApi, corsAllowOrigins: readonly string[] | undefined): void {
  const responseHeaders = {
    'Content-Type': quoted(PROBLEM_CONTENT_TYPE),
    ...corsAllowOrigins && {
      // A gateway response cannot choose among several origins, and there is nothing in it to hide from one.
      'Access-Control-Allow-Origin': quoted(corsAllowOrigins.length === 1 ? corsAllowOrigins[0] : '*'),
      'Access-Control-Expose-Headers': quoted(CORS.exposeHeaders.join(',')),
    },
  };
  const add = ({ type, status, title }: GatewayError, detail: string) => api.addGatewayResponse(type.responseType, {
    type,
    responseHeaders,
    ...(status !== undefined && { statusCode: String(status) }),
    // `application/json` is the key that API Gateway falls back to whatever the caller accepts.
    templates: {
      'application/json': `{"type":"about:blank","title":"${title}",${status === undefined ? '' : `"status":${status},`}"detail":${detail}}`,
    },
  });
  clientErrors(apigateway).forEach((error) => add(error, '$context.error.messageString'));
  serverErrors(apigateway).forEach((error) => add(error, '"The request could not be answered. Try again later."'));
}

/** Static header values are written in single quotes. */
function quoted(text: string): string {
  return `'${text}'`;
}
