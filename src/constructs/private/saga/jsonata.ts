import type { IdentifierFormat } from '../../../contract/identifiers';

/** What Step Functions evaluates where a definition has this text. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** A string literal; JSONata writes strings as JSON does. */
export function literal(value: string): string {
  return JSON.stringify(value);
}

/*
 * The conditions below are made for Choice states, which cannot catch: an error in one of them ends an Express execution
 * unseen. So each first asks for the type, and hands only strings to the functions that fail on anything else.
 */

export function isObject(value: string): string {
  return `$type(${value}) = "object"`;
}

export function isText(value: string, minLength: number, maxLength: number): string {
  return `(${isString(value)} ? ${hasLength(value, minLength, maxLength)} : false)`;
}

/**
 * `^` and `$` are left out on purpose: in some languages `$` also matches before a newline at the end. No character
 * outside the class is the same question without an anchor.
 */
export function isIdentifier(value: string, { characters, firstCharacter, minLength, maxLength }: IdentifierFormat): string {
  const conditions = [
    hasLength(value, minLength, maxLength),
    `$not($contains(${value}, /[^${characters}]/))`,
    ...firstCharacter === undefined ? [] : [`$not($contains($substring(${value}, 0, 1), /[^${firstCharacter}]/))`],
  ];
  return `(${isString(value)} ? ${allOf(...conditions)} : false)`;
}

export function equals(value: string, expected: string): string {
  return `${value} = ${expected}`;
}

/** Both sides of `and` may be evaluated whatever the first one says: no condition may rely on the one before it. */
export function allOf(...conditions: string[]): string {
  return conditions.join(' and ');
}

function isString(value: string): string {
  return `$type(${value}) = "string"`;
}

function hasLength(value: string, minLength: number, maxLength: number): string {
  return `$length(${value}) >= ${minLength} and $length(${value}) <= ${maxLength}`;
}
