import { isIdentifier, USER_ID } from '../../contract/identifiers';
import { cleanName } from '../../contract/names';

/** Attributes of a user, as Cognito knows them. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

/** The id of a user: the one attribute that neither the user nor an administrator can change. */
export function userIdOf(attributes: UserAttributes): string {
  const { sub } = attributes;
  if (!isIdentifier(USER_ID, sub)) {
    throw new Error('The user has no attribute "sub" that can be a user id.');
  }
  return sub;
}

/** Whether a boolean attribute is set. Cognito keeps it in the letters that an administrator or an import has written: `True` as well as `true`. */
export function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'true';
}

/** What the pool says of how to call and how to reach a person. */
export interface Profile {
  readonly name: string;
  /** Whether the pool has a name of the person. Otherwise `name` is what comes closest to one. */
  readonly isNamed: boolean;
  /** Empty for a user without an address, or with one that nobody has proved to be theirs. */
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
 * What to call a person, as far as the pool knows: the name, or what comes closest to one. People write attributes freely, and the pool does not hold them
 * against the rules for names. So each is cleaned, and one that leaves no name gives way to the next.
 */
export function displayName(userName: string, attributes: UserAttributes): string {
  const { email = '', sub } = attributes;
  return firstName([...namesOf(attributes), email.split('@')[0], userName, sub]) ?? 'User';
}

function namesOf({ name, given_name: givenName = '', family_name: familyName = '' }: UserAttributes): Array<string | undefined> {
  return [name, [givenName, familyName].filter((part) => cleanName(part) !== undefined).join(' ')];
}

/** The first that leaves a name when it is cleaned, as it is then. */
function firstName(candidates: ReadonlyArray<string | undefined>): string | undefined {
  for (const candidate of candidates) {
    const cleaned = candidate && cleanName(candidate);
    if (cleaned) return cleaned;
  }
  return undefined;
}
