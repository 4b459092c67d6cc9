import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { PROBLEM_CONTENT_TYPE } from '../../../contract/api';
import { CORS } from '../../../contract/cors';

interface GatewayError {
  readonly type: apigateway.ResponseType;
  /** Left out if the response has several statuses: gateway responses have no variable for the status. */
  readonly status?: number;
  /** The phrase of the status, or of its class (RFC 9110) if the response has several statuses. */
  readonly title: string;
}

/**
 * Client errors, with the message of API Gateway. Each response is a resource, so only frequent errors have their own. The others share one.
 */
const clientErrors = ({ ResponseType }: typeof apigateway, hasAuthorizer: boolean): readonly GatewayError[] => [
  { type: ResponseType.DEFAULT_4XX, title: 'Client Error' },
  // IAM refuses requests with a 403, so only an authorizer has this response.
  ...hasAuthorizer ? [{ type: ResponseType.UNAUTHORIZED, status: 401, title: 'Unauthorized' }] : [],
  { type: ResponseType.ACCESS_DENIED, status: 403, title: 'Forbidden' },
  // Also the response to a path that does not exist: API Gateway does not reveal which paths exist.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, status: 403, title: 'Forbidden' },
  { type: ResponseType.THROTTLED, status: 429, title: 'Too Many Requests' },
];

/** Server errors. The cause is only in the logs. */
const serverErrors = ({ ResponseType }: typeof apigateway): readonly GatewayError[] => [
  { type: ResponseType.DEFAULT_5XX, title: 'Server Error' },
];

/**
 * Formats the error responses of API Gateway as problem documents (RFC 9457).
 *
 * @param hasAuthorizer Whether an authorizer decides about the requests, and not IAM.
 * @param corsAllowOrigins Origins whose pages can read the responses, if any.
 */
export function addGatewayResponses(api: apigateway.RestApi, hasAuthorizer: boolean, corsAllowOrigins: readonly string[] | undefined): void {
  const responseHeaders = {
    'Content-Type': quoted(PROBLEM_CONTENT_TYPE),
    ...corsAllowOrigins && {
      // A gateway response cannot select one of several origins. Its content is not secret, so all origins can read it.
      'Access-Control-Allow-Origin': quoted(corsAllowOrigins.length === 1 ? corsAllowOrigins[0] : '*'),
      'Access-Control-Expose-Headers': quoted(CORS.exposeHeaders.join(',')),
    },
  };
  const add = ({ type, status, title }: GatewayError, detail: string) => api.addGatewayResponse(type.responseType, {
    type,
    responseHeaders,
    ...(status !== undefined && { statusCode: String(status) }),
    // API Gateway falls back to `application/json`, whatever the client accepts.
    templates: {
      'application/json': `{"type":"about:blank","title":"${title}",${status === undefined ? '' : `"status":${status},`}"detail":${detail}}`,
    },
  });
  clientErrors(apigateway, hasAuthorizer).forEach((error) => add(error, '$context.error.messageString'));
  serverErrors(apigateway).forEach((error) => add(error, '"The request could not be answered. Try again later."'));
}

/** API Gateway expects static header values in single quotes. */
function quoted(text: string): string {
  return `'${text}'`;
}
