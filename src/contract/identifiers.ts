/**
 * The characters and lengths that an identifier may have.
 *
 * Identifiers end up in IAM policies, DynamoDB keys, URLs and logs. None of the allowed characters is a wildcard in an
 * ARN (`*`, `?`), a path separator or in need of percent-encoding, so an identifier is the same text everywhere.
 */
export interface IdentifierFormat {
  /** What a person calls the identifier, for messages. */
  readonly label: string;
  /** The body of a regular-expression character class. */
  readonly characters: string;
  /** The body of the class of the first character, where not all of `characters` may be first. */
  readonly firstCharacter?: string;
  readonly minLength: number;
  readonly maxLength: number;
}

export const TENANT_ID: IdentifierFormat = {
  label: 'tenant id',
  characters: 'a-z0-9-',
  minLength: 2,
  maxLength: 64,
};

/**
 * The first character tells a user id from a dot segment of a path (`..`), and from the keys of records, which are in the same table and begin with `@`
 * or `~`.
 */
export const USER_ID: IdentifierFormat = {
  label: 'user id',
  characters: 'A-Za-z0-9_:.@+-',
  firstCharacter: 'A-Za-z0-9_:+-',
  minLength: 1,
  maxLength: 128,
};

export const INVITATION_ID: IdentifierFormat = {
  label: 'invitation id',
  characters: '0-9a-f',
  minLength: 32,
  maxLength: 32,
};

/** Patterns that have been asked for: every request is checked for some, and compiling one takes longer than using it. */
const COMPILED = new Map<IdentifierFormat, RegExp>();

export function isIdentifier(format: IdentifierFormat, value: unknown): value is string {
  let pattern = COMPILED.get(format);
  if (pattern === undefined) {
    pattern = identifierPattern(format);
    COMPILED.set(format, pattern);
  }
  return typeof value === 'string' && pattern.test(value);
}

export function identifierPattern({ characters, firstCharacter = characters, minLength, maxLength }: IdentifierFormat): RegExp {
  return firstCharacter === characters
    ? new RegExp(`^[${characters}]{${minLength},${maxLength}}$`)
    : new RegExp(`^[${firstCharacter}][${characters}]{${minLength - 1},${maxLength - 1}}$`);
}

/** The format as a part of a sentence: what an identifier must be. */
export function describeIdentifier({ characters, firstCharacter, minLength, maxLength }: IdentifierFormat): string {
  return `${minLength} to ${maxLength} characters out of ${characters}${firstCharacter === undefined ? '' : `, the first out of ${firstCharacter}`}`;
}

/** Whether a text that is not empty has only characters that an identifier may have, whatever its length. */
export function consistsOf({ characters }: IdentifierFormat, text: string): boolean {
  return new RegExp(`^[${characters}]+$`).test(text);
}

/**
 * An application name starts the source of every event of the application, and tenant ids are derived from it.
 * `aws` is left out because EventBridge reserves sources that begin with `aws.`.
 */
export const APPLICATION_NAME_PATTERN = /^(?!aws$)[a-z][a-z0-9-]{1,62}$/;

/** Separates application name and user id in the text that a tenant id is the hash of; no application name has it. */
export const TENANT_ID_SEED_SEPARATOR = ':';

/** Separates user id and idempotency key in that text; no user id has it, so no key leads to the tenant of a sign-up. */
export const TENANT_ID_KEY_SEPARATOR = '#';

/** A tenant id made by the saga is this many hexadecimal digits of a SHA-256. */
export const DERIVED_TENANT_ID_LENGTH = 32;
