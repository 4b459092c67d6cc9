import type { APIGatewayProxyEvent } from 'aws-lambda';
import { headerValues } from './header-values';
import { ProblemError } from '../library/problem';

/**
 * The JSON in the body of a request.
 *
 * @throws ProblemError 415 for a body of another type, 400 for one that is no JSON
 */
export function jsonBody(event: APIGatewayProxyEvent): unknown {
  if (!headerValues(event, 'Content-Type').every(isJson)) {
    throw new ProblemError(415, 'The body must be JSON, with the content type application/json.');
  }
  try {
    return JSON.parse(bodyText(event));
  } catch {
    // The error of the parser quotes the body.
    throw new ProblemError(400, 'The body is not JSON.', [{ field: '', detail: 'must be JSON in UTF-8' }]);
  }
}

function isJson(contentType: string): boolean {
  return contentType.split(';')[0].trim().toLowerCase() === 'application/json';
}

function bodyText({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded
    ? new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body ?? '', 'base64'))
    : body ?? '';
}
