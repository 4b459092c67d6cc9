import { ProblemError } from './problem';
import { describeIdentifier, type IdentifierFormat, isIdentifier } from '../../contract/identifiers';

/** The part of a Lambda proxy event that holds the path of the request. */
export interface PathEvent {
  /** As API Gateway hands it on: percent-encoded. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
}

/**
 * Percent-encodings that make one path out of two, once or twice decoded: of characters that need none (RFC 3986, section 2.3), of slashes
 * and backslashes, of control characters, and of a `%` that begins another encoding.
 */
const AMBIGUOUS_ENCODING = /%(?:2[def]|5[cf]|7[ef]|3\d|[46][1-9a-f]|[57][0-9a]|[01][\da-f]|25[\da-f]{2})/i;

/**
 * Refuses a path that can be read in more than one way. The policy of the authorizer holds access rules against the text of the path. A gateway or
 * router that drops an empty segment, resolves `..` or decodes `%64` would find the route of a rule behind a path that the rule does not name.
 *
 * @throws ProblemError 400
 */
export function requirePlainPath({ path }: Pick<PathEvent, 'path'>): void {
  const segments = path.slice(1).split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..') || path.includes('\\') || AMBIGUOUS_ENCODING.test(path)) {
    throw new ProblemError(400, 'The path of the request is ambiguous.', [{
      field: 'path',
      detail: 'must have no empty segment, no . or .. as a segment, no backslash, and no encoding of a slash, backslash, control character, '
        + 'letter, digit, -, ., _, ~ or of another encoding',
    }]);
  }
}

/**
 * An identifier in the path of a request, exactly as it was sent.
 *
 * No identifier needs percent-encoding, so an encoded one is refused and none is ever decoded: what is compared, looked
 * up and logged is then the text that the authorizer's policy was matched with. A gateway that decodes the parameter
 * shows the encoded text in the path.
 *
 * @throws ProblemError 400 for anything that cannot be such an identifier, and for a path that can be read in more than one way
 */
export function pathSegment(
  event: PathEvent,
  name: string,
  format: IdentifierFormat,
): string {
  const value = event.pathParameters?.[name];
  if (!isIdentifier(format, value) || !event.path.split('/').includes(value)) {
    throw new ProblemError(400, `The ${format.label} in the path is invalid.`, [
      { field: name, detail: `must be ${describeIdentifier(format)}, not percent-encoded` },
    ]);
  }
  requirePlainPath(event);
  return value;
}
