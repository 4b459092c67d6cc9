import { describeIdentifier, type IdentifierFormat, isIdentifier } from '../../contract/identifiers';

/** @throws Error for a text that cannot be such an identifier */
export function requireIdentifier(format: IdentifierFormat, text: string): void {
  if (!isIdentifier(format, text)) {
    throw new Error(`The ${format.label} must have ${describeIdentifier(format)}.`);
  }
}
