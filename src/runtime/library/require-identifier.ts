import { describeIdentifier, type IdentifierFormat, isIdentifier } from '../../contract/identifiers';

/** @throws Error if the text does not have the format */
export function requireIdentifier(format: IdentifierFormat, text: string): void {
  if (!isIdentifier(format, text)) {
    throw new Error(`The ${format.label} must have ${describeIdentifier(format)}.`);
  }
}
