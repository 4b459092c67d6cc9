/** The longest name of a tenant or member: code points of the text in Unicode's normalization form C, as JSON Schema counts them. */
export const TENANT_NAME_MAX_LENGTH = 128;

/**
 * Characters that no name has, as the body of a class of a regular expression in any language: control characters, line and paragraph separators,
 * controls of the direction of text, and code points that are no characters.
 */
export const REFUSED_IN_NAME = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufdd0-\\ufdef\\ufffe\\uffff';

/**
 * Characters that show nothing by themselves, in the same notation: blanks, ignorable and combining characters, the fillers of Hangul, and the
 * empty pattern of Braille. It is as much of {@link VISIBLE} as can be said in all languages.
 */
export const UNSEEN_IN_NAME = '\\s\\u0085\\u00a0\\u00ad\\u0300-\\u036f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u1ab0-\\u1abe\\u1dc0-\\u1dff\\u2000-\\u200f'
  + '\\u2028-\\u202f\\u205f-\\u206f\\u20d0-\\u20f0\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\ufeff\\uffa0\\ufff0-\\ufffb';

/** JSON Schema (draft 7) of a name. The functions hold {@link nameFault} against the name too: it knows characters that a portable pattern cannot name. */
export const NAME_SCHEMA = {
  type: 'string',
  minLength: 1,
  maxLength: TENANT_NAME_MAX_LENGTH,
  // Something to see, and nothing refused. Half of a surrogate pair is no character, and DynamoDB takes none.
  pattern: `^(?=.*[^${UNSEEN_IN_NAME}])[^${REFUSED_IN_NAME}\\ud800-\\udfff]*$`,
} as const;

/** All that {@link REFUSED_IN_NAME} says, beyond the basic plane too, and halves of surrogate pairs. */
const REFUSED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/u;

const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2800]/u;

/**
 * A longer text is no name, whatever its form: normalization makes at most three or four code units one. It is not normalized, for that takes quadratic time
 * where many combining characters follow each other.
 */
const NORMALIZED_MAX_LENGTH = 1_024;

/** Why a text cannot be a name. */
export type NameFault = 'empty' | 'tooLong' | 'controlCharacters';

/** The form that names are stored, compared and counted in. A text that is too long for a name stays as it is. */
export function normalizeName(text: string): string {
  return text.length > NORMALIZED_MAX_LENGTH ? text : text.normalize('NFC');
}

/** @returns why the text cannot be the name of a tenant or member; nothing for a good one */
export function nameFault(text: string): NameFault | undefined {
  if (text.length > NORMALIZED_MAX_LENGTH) return 'tooLong';
  const name = normalizeName(text);
  if (name.trim() === '') return 'empty';
  if ([...name].length > TENANT_NAME_MAX_LENGTH) return 'tooLong';
  if (REFUSED.test(name)) return 'controlCharacters';
  return VISIBLE.test(name) ? undefined : 'empty';
}

/**
 * Makes a valid name of a user attribute, which cannot be rejected.
 *
 * @returns nothing when no name is left of the text
 */
export function cleanName(text: string): string | undefined {
  const name = text.slice(0, NORMALIZED_MAX_LENGTH)
    .replace(/[\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[\p{Cc}\p{White_Space}]+/gu, ' ')
    .normalize('NFC');
  const cut = [...name.trim()].slice(0, TENANT_NAME_MAX_LENGTH).join('').trimEnd();
  return nameFault(cut) === undefined ? cut : undefined;
}

/** As many characters of a name are shown: enough for a name, and few for a message. */
const PLAIN_NAME_MAX_LENGTH = 60;

/** Marks that end a quotation, or that a reader may take for one. An apostrophe is none. */
const QUOTATION_MARKS = /["«»‘‚‛“”„‟‹›「」『』〃〝〞〟＂｢｣`´ʺ˝\u2032-\u2037\u275b-\u275e]|['’]{2,}/gu;

/** A part of a word by which mail clients make a link of the word. */
const LINK = /[:：][/／⁄∕]|[/／⁄∕]{2}|www[.．。｡․﹒]|\b(?:tel|sms|mailto|javascript|data)[:：]/iu;

/** Dots inside of a word, also those of other scripts: with them, `evil.example` would be a link. */
const INNER_DOTS = /[.．。｡․﹒](?=[\p{L}\p{N}\p{M}])/gu;

/** Seven digits or more, as phone numbers have them: mail clients make links of these, too. */
const PHONE_NUMBER = /\+?\p{Nd}(?:[\s().\-/]*\p{Nd}){6,}/gu;

/**
 * A name as mails and the page of an invitation show it, in quotation marks of their own. People choose names freely, and what is sent or shown in the name of
 * the product is not a place for links and messages: the name loses quotation marks, links, phone numbers, control and format characters, and what is beyond 60
 * characters.
 *
 * @returns nothing when no name is left
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
