import type { IdentifierFormat } from '../../../contract/identifiers';

/** Returns the text that Step Functions evaluates as an expression. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** Returns a string literal. Strings in JSONata are written as in JSON. */
export function literal(value: string): string {
  return JSON.stringify(value);
}

/*
 * The conditions below are for Choice states, which cannot catch errors: an error would end an Express execution unnoticed. So each
 * condition checks the type first, and passes only strings to functions that fail on other types.
 */

export function isObject(value: string): string {
  return `$type(${value}) = "object"`;
}

export function isText(value: string, minLength: number, maxLength: number): string {
  return `(${isString(value)} ? ${hasLength(value, minLength, maxLength)} : false)`;
}

/**
 * Checks that no character is outside the class, instead of using the anchors `^` and `$`: in some languages, `$` also matches before a
 * newline at the end.
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

/** Combines conditions. All of them can be evaluated even if the first is false, so no condition may rely on an earlier one. */
export function allOf(...conditions: string[]): string {
  return conditions.join(' and ');
}

function isString(value: string): string {
  return `$type(${value}) = "string"`;
}

function hasLength(value: string, minLength: number, maxLength: number): string {
  return `$length(${value}) >= ${minLength} and $length(${value}) <= ${maxLength}`;
}
