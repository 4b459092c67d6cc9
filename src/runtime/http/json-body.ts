import type { APIGatewayProxyEvent } from 'aws-lambda';
import { headerValues } from './header-values';
import { invalidRequest, refusal } from '../library/problem';

/**
 * Returns the JSON in the body of a request.
 *
 * @throws ProblemError 415 for a body with another content type, 400 for a body that is not JSON
 */
export function jsonBody(event: APIGatewayProxyEvent): unknown {
  if (!headerValues(event, 'Content-Type').every(isJson)) {
    throw refusal(415, 'unsupportedMediaType', 'The body must be JSON, with the content type application/json.');
  }
  try {
    return JSON.parse(bodyText(event));
  } catch {
    // The parser's error is not passed on, because it quotes the body.
    throw invalidRequest('The body is not JSON.', [{ field: '', detail: 'must be JSON in UTF-8' }]);
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
