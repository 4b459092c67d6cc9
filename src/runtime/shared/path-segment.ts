import { ProblemError } from './problem';
import { type IdentifierFormat, isIdentifier } from '../../contract/identifiers';

/** The part of a Lambda proxy event that holds the path of the request. */
export interface PathEvent {
  /** As API Gateway hands it on: percent-encoded. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
}

/**
 * An identifier in the path of a request, exactly as it was sent.
 *
 * No identifier needs percent-encoding, so an encoded one is refused and none is ever decoded: what is compared, looked
 * up and logged is then the text that the authorizer's policy was matched with. A gateway that decodes the parameter
 * shows the encoded text in the path.
 *
 * @throws ProblemError 400 for anything that cannot be such an identifier.
 */
export function pathSegment(
  event: PathEvent,
  name: string,
  format: IdentifierFormat,
): string {
  const value = event.pathParameters?.[name];
  if (!isIdentifier(format, value) || !event.path.split('/').includes(value)) {
    const { label, characters, minLength, maxLength } = format;
    throw new ProblemError(400, `The ${label} in the path is invalid.`, [
      { field: name, detail: `must be ${minLength} to ${maxLength} characters out of ${characters}, not percent-encoded` },
    ]);
  }
  return value;
}
