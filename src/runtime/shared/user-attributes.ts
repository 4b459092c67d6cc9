import { EVENT_TEXT_MAX_LENGTH } from '../../contract/events';
import { isIdentifier, USER_ID } from '../../contract/identifiers';

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

/** What to call a person, as far as the pool knows: the name, or what comes closest to one. */
export function displayName(userName: string, attributes: UserAttributes): string {
  const names = [
    attributes.name,
    [attributes.given_name, attributes.family_name].filter((part) => part?.trim()).join(' '),
    attributes.email?.split('@')[0],
    userName,
  ];
  const name = names.find((candidate) => candidate?.trim()) ?? userName;
  return shortened(name.trim());
}

/** Cut to what an event may carry, and not in the middle of a character. */
function shortened(text: string): string {
  return text.slice(0, EVENT_TEXT_MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}
