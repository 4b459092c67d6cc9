import { isIdentifier, USER_ID } from '../../contract/identifiers';
import { cleanName } from '../../contract/names';

/** Attributes of a user in Cognito. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

/** Returns the id of a user: the only attribute that neither the user nor an administrator can change. */
export function userIdOf(attributes: UserAttributes): string {
  const { sub } = attributes;
  if (!isIdentifier(USER_ID, sub)) {
    throw new Error('The attribute "sub" of the user must be a valid user id.');
  }
  return sub;
}

/** Whether a boolean attribute is set. Cognito keeps the letter case that an administrator or an import has written: `True` or `true`. */
export function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'true';
}

/** Name and email address of a user in the pool. */
export interface Profile {
  readonly name: string;
  /** Whether the pool has a name of the user. Otherwise `name` is derived from other attributes. */
  readonly isNamed: boolean;
  /** Empty for a user without a verified address. */
  readonly email: string;
}

export function profileOf(userName: string, attributes: UserAttributes): Profile {
  return {
    name: displayName(userName, attributes),
    isNamed: firstName(namesOf(attributes)) !== undefined,
    email: isTrue(attributes.email_verified) ? attributes.email ?? '' : '',
  };
}

/**
 * Returns the name to show for a user: the user's name in the pool, or else the best substitute. Users write attributes freely, and the pool
 * does not check them against our rules for names. So each attribute is cleaned, and skipped if it leaves no name.
 */
export function displayName(userName: string, attributes: UserAttributes): string {
  const { email = '', sub } = attributes;
  return firstName([...namesOf(attributes), email.split('@')[0], userName, sub]) ?? 'User';
}

function namesOf({ name, given_name: givenName = '', family_name: familyName = '' }: UserAttributes): Array<string | undefined> {
  return [name, [givenName, familyName].filter((part) => cleanName(part) !== undefined).join(' ')];
}

/** Returns the first candidate that leaves a name after it is cleaned, in its cleaned form. */
function firstName(candidates: ReadonlyArray<string | undefined>): string | undefined {
  for (const candidate of candidates) {
    const cleaned = candidate && cleanName(candidate);
    if (cleaned) return cleaned;
  }
  return undefined;
}
