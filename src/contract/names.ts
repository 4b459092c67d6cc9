/** Highest length of the name of a tenant or member, in code points of Unicode's normalization form C. JSON Schema counts them too. */
export const TENANT_NAME_MAX_LENGTH = 128;

/**
 * Characters that names cannot have, as the body of a regular-expression character class in any language: control characters, line and
 * paragraph separators, characters that control the direction of text, and noncharacters of Unicode.
 */
export const REFUSED_IN_NAME = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufdd0-\\ufdef\\ufffe\\uffff';

/**
 * Characters that show nothing by themselves, in the same notation: blanks, ignorable and combining characters, the fillers of Hangul,
 * and the empty pattern of Braille. It approximates {@link VISIBLE} in the notation that all languages share.
 */
export const UNSEEN_IN_NAME = '\\s\\u0085\\u00a0\\u00ad\\u0300-\\u036f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u1ab0-\\u1abe\\u1dc0-\\u1dff\\u2000-\\u200f'
  + '\\u2028-\\u202f\\u205f-\\u206f\\u20d0-\\u20f0\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff\\uffa0\\ufff0-\\ufffb';

/** JSON Schema (draft 7) of a name. The functions also check {@link nameFault}, which covers characters that a portable pattern cannot express. */
export const NAME_SCHEMA = {
  type: 'string',
  minLength: 1,
  maxLength: TENANT_NAME_MAX_LENGTH,
  // At least one visible character, and no refused one. DynamoDB does not accept half of a surrogate pair.
  pattern: `^(?=.*[^${UNSEEN_IN_NAME}])[^${REFUSED_IN_NAME}\\ud800-\\udfff]*$`,
} as const;

/** The characters of {@link REFUSED_IN_NAME}, also beyond the basic plane, and halves of surrogate pairs. */
const REFUSED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/u;

const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2800]/u;

/**
 * A longer text cannot be a name, since normalization combines at most four code units into one. It is not normalized, because that takes
 * quadratic time for long runs of combining characters.
 */
const NORMALIZED_MAX_LENGTH = 1_024;

/** Why a text cannot be a name. */
export type NameFault = 'empty' | 'tooLong' | 'controlCharacters';

/** Returns the form in which names are stored, compared and counted. A text that is too long for a name is returned unchanged. */
export function normalizeName(text: string): string {
  return text.length > NORMALIZED_MAX_LENGTH ? text : text.normalize('NFC');
}

/** @returns why the text cannot be the name of a tenant or member; nothing for a valid name */
export function nameFault(text: string): NameFault | undefined {
  if (text.length > NORMALIZED_MAX_LENGTH) return 'tooLong';
  const name = normalizeName(text);
  if (name.trim() === '') return 'empty';
  if ([...name].length > TENANT_NAME_MAX_LENGTH) return 'tooLong';
  if (REFUSED.test(name)) return 'controlCharacters';
  return VISIBLE.test(name) ? undefined : 'empty';
}

/**
 * Turns the text of a user attribute into a valid name. Cognito has accepted the attribute already, so it cannot be rejected here.
 *
 * @returns nothing if the text has no characters that a name can have
 */
export function cleanName(text: string): string | undefined {
  const name = text.slice(0, NORMALIZED_MAX_LENGTH)
    .replace(/[\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[\p{Cc}\p{White_Space}]+/gu, ' ')
    .normalize('NFC');
  const cut = [...name.trim()].slice(0, TENANT_NAME_MAX_LENGTH).join('').trimEnd();
  return nameFault(cut) === undefined ? cut : undefined;
}

/** Number of characters of a name that are shown: enough for a name, too few for a message. */
const PLAIN_NAME_MAX_LENGTH = 60;

/** Characters that end a quotation, or look as if they did. A single apostrophe is allowed. */
const QUOTATION_MARKS = /["«»‘‚‛“”„‟‹›「」『』〃〝〞〟＂｢｣`´ʺ˝\u2032-\u2037\u275b-\u275e]|['’]{2,}/gu;

/** A part of a word that makes mail clients show the word as a link. */
const LINK = /[:：][/／⁄∕]|[/／⁄∕]{2}|www[.．。｡․﹒]|\b(?:tel|sms|mailto|javascript|data)[:：]/iu;

/** Dots inside a word, including those of other scripts. Mail clients show `evil.example` as a link. */
const INNER_DOTS = /[.．。｡․﹒](?=[\p{L}\p{N}\p{M}])/gu;

/** Seven digits or more, as in phone numbers. Mail clients show them as links too. */
const PHONE_NUMBER = /\+?\p{Nd}(?:[\s().\-/]*\p{Nd}){6,}/gu;

/**
 * Shortens and cleans a name for invitation mails and the invitation page, which put it in quotation marks. People choose names freely,
 * and a mail of the product must not carry their links or messages. So quotation marks, links, phone numbers, control and format
 * characters are removed, and the name is cut to 60 characters.
 *
 * @returns nothing if no name is left
 */
export function plainName(name: string): string | undefined {
  const text = name.slice(0, NORMALIZED_MAX_LENGTH)
    .replace(/[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(QUOTATION_MARKS, '')
    .replace(PHONE_NUMBER, ' ')
    .split(/\s+/u).filter((word) => !LINK.test(word)).join(' ')
    .replace(/[@＠﹫]/gu, ' ')
    .replace(INNER_DOTS, ' ');
  const cleaned = cleanName(text);
  if (cleaned === undefined) return undefined;
  const characters = [...cleaned];
  return characters.length <= PLAIN_NAME_MAX_LENGTH ? cleaned : `${characters.slice(0, PLAIN_NAME_MAX_LENGTH - 1).join('').trimEnd()}…`;
}
