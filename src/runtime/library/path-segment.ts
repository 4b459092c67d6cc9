import { invalidRequest } from './problem';
import { describeIdentifier, type IdentifierFormat, isIdentifier } from '../../contract/identifiers';

/** The part of a Lambda proxy event that holds the path of the request. */
export interface PathEvent {
  /** Percent-encoded, as API Gateway passes it on. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
}

/**
 * Percent-encodings that make a path ambiguous when it is decoded once or twice. They encode characters that need no encoding (RFC 3986,
 * section 2.3), slashes, backslashes, control characters, or a `%` that begins another encoding.
 */
const AMBIGUOUS_ENCODING = /%(?:2[def]|5[cf]|7[ef]|3\d|[46][1-9a-f]|[57][0-9a]|[01][\da-f]|25[\da-f]{2})/i;

/**
 * Rejects an ambiguous path. The authorizer's policy compares access rules with the text of the path. A gateway or router that drops an
 * empty segment, resolves `..` or decodes `%64` could send a request to a route although its path does not match the rule of that route.
 *
 * @throws ProblemError 400
 */
export function requirePlainPath({ path }: Pick<PathEvent, 'path'>): void {
  const segments = path.slice(1).split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..') || path.includes('\\') || AMBIGUOUS_ENCODING.test(path)) {
    throw invalidRequest('The path of the request is ambiguous.', [{
      field: 'path',
      detail: 'must have no empty segment, no . or .. as a segment, no backslash, and no encoding of a slash, backslash, control character, '
        + 'letter, digit, -, ., _, ~ or of another encoding',
    }]);
  }
}

/**
 * Returns an identifier in the path of a request, exactly as it was sent.
 *
 * No identifier needs percent-encoding. So an encoded identifier is rejected, and no identifier is ever decoded. The text that is
 * compared, looked up and logged is therefore the text that the authorizer's policy has matched. If a gateway decodes the parameter, the
 * path still has the encoded text.
 *
 * @throws ProblemError 400 for an invalid identifier, and for an ambiguous path
 */
export function pathSegment(
  event: PathEvent,
  name: string,
  format: IdentifierFormat,
): string {
  const value = event.pathParameters?.[name];
  if (!isIdentifier(format, value) || !event.path.split('/').includes(value)) {
    throw invalidRequest(`The ${format.label} in the path is invalid.`, [
      { field: name, detail: `must be ${describeIdentifier(format)}, not percent-encoded` },
    ]);
  }
  requirePlainPath(event);
  return value;
}
