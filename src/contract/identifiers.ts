/**
 * The characters and lengths that an identifier can have.
 *
 * Identifiers are used in IAM policies, DynamoDB keys, URLs and logs. None of the allowed characters is a wildcard in an ARN (`*`, `?`)
 * or a path separator, and none needs percent-encoding. So an identifier is the same text everywhere.
 */
export interface IdentifierFormat {
  /** Name of the identifier in messages. */
  readonly label: string;
  /** The body of a regular-expression character class. */
  readonly characters: string;
  /** The body of the character class of the first character, if it differs from `characters`. */
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
 * The first character cannot be `.` or `@`. So a user id differs from a dot segment of a path (`..`), and from the keys of other items of
 * the users table, which begin with `@` or `~`.
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

export const EXPORT_ID: IdentifierFormat = {
  label: 'export id',
  characters: '0-9a-f',
  minLength: 32,
  maxLength: 32,
};

/** Compiled patterns. Every request is checked against some of them, and compiling a pattern takes longer than using it. */
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

/** The format in words, as a part of a sentence. */
export function describeIdentifier({ characters, firstCharacter, minLength, maxLength }: IdentifierFormat): string {
  return `${minLength} to ${maxLength} characters out of ${characters}${firstCharacter === undefined ? '' : `, the first out of ${firstCharacter}`}`;
}

/** Whether a text has at least one character, and only characters of the identifier. The length limits do not apply. */
export function consistsOf({ characters }: IdentifierFormat, text: string): boolean {
  return new RegExp(`^[${characters}]+$`).test(text);
}

/**
 * Format of an application name. The source of every event of the application begins with it, and tenant ids are derived from it.
 * `aws` is not allowed because EventBridge reserves sources that begin with `aws.`.
 */
export const APPLICATION_NAME_PATTERN = /^(?!aws$)[a-z][a-z0-9-]{1,62}$/;

/** Separates application name and user id in the text from which a tenant id is hashed. No application name contains it. */
export const TENANT_ID_SEED_SEPARATOR = ':';

/** Separates user id and idempotency key in that text. No user id contains it, so no key results in the tenant id of a sign-up. */
export const TENANT_ID_KEY_SEPARATOR = '#';

/** Length of a tenant id that the saga derives: the first hexadecimal digits of a SHA-256. */
export const DERIVED_TENANT_ID_LENGTH = 32;
