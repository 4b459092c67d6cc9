import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ProblemField } from '../../contract/api';
import { NAME_SCHEMA, nameFault, normalizeName } from '../../contract/names';
import { ProblemError } from '../library/problem';

export interface BodyMessages {
  /** What is wrong with a bad body as a whole. */
  readonly detail: string;
  /** What a text must be that does not match its pattern: a pattern is nothing to show to people. By property, if there are several. */
  readonly pattern?: string | Readonly<Record<string, string>>;
}

/** What the name of a tenant or member must be. */
export const NAME_RULE = 'must show something, and have no control characters and none that change the direction of text';

/** What the e-mail address of a person must be. */
export const EMAIL_RULE = 'must be one address such as name@example.com, without a display name, comma, quotation mark or comment';

/** As many bad fields are named: a body may have more of them than an answer can have. */
const MAX_ERRORS = 20;

/** A JSON Schema of an object, with the properties that it may have. */
export interface BodySchema {
  readonly properties: Readonly<Record<string, object>>;
}

/**
 * Makes the check of a body against a JSON Schema.
 *
 * @returns a function that returns the body, its names normalized, or throws a ProblemError 400 that names every bad field
 */
export function bodyValidator<Body>(schema: BodySchema, messages: BodyMessages): (body: unknown) => Body {
  const names = Object.keys(schema.properties).filter((property) => schema.properties[property] === NAME_SCHEMA);
  let validate: ValidateFunction<Body> | undefined;
  return (received) => {
    validate ??= compile<Body>(schema);
    const { body, omitted } = shortened(schema, withNormalizedNames(received, names));
    if (!validate(body)) {
      throw invalid(messages, (validate.errors ?? []).map((error) => problemField(error, messages)), omitted);
    }
    // The portable pattern of the schema does not know them all.
    const faulty = names.filter((property) => nameFault((body as Record<string, string>)[property]) !== undefined);
    if (faulty.length > 0) {
      throw invalid(messages, faulty.map((property) => ({ field: pointer('', property), detail: NAME_RULE })));
    }
    return body;
  };
}

function invalid({ detail }: BodyMessages, errors: readonly ProblemField[], omitted = 0): ProblemError {
  const more = errors.length + omitted - MAX_ERRORS;
  return new ProblemError(400, more > 0 ? `${detail} ${more} more errors are not listed.` : detail, errors.slice(0, MAX_ERRORS));
}

function withNormalizedNames(body: unknown, names: readonly string[]): unknown {
  if (!isRecord(body)) return body;
  const texts = names.filter((property) => Object.hasOwn(body, property) && typeof body[property] === 'string');
  return texts.length === 0 ? body : { ...body, ...Object.fromEntries(texts.map((property) => [property, normalizeName(body[property] as string)])) };
}

/** A body with as many unknown properties as are named. Each of them is an error, and a body has room for more than a hundred thousand. */
function shortened({ properties }: BodySchema, body: unknown): { readonly body: unknown; readonly omitted: number } {
  if (!isRecord(body)) return { body, omitted: 0 };
  const unknown = Object.keys(body).filter((property) => !Object.hasOwn(properties, property));
  if (unknown.length <= MAX_ERRORS) return { body, omitted: 0 };
  const kept = new Set(unknown.slice(0, MAX_ERRORS));
  return {
    body: Object.fromEntries(Object.entries(body).filter(([property]) => kept.has(property) || Object.hasOwn(properties, property))),
    omitted: unknown.length - MAX_ERRORS,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * To load the library and to compile a schema takes half as long as to load the SDK, and most requests have no body. So
 * the first body pays for it, and not the start of the function.
 */
function compile<Body>(schema: BodySchema): ValidateFunction<Body> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import is loaded at the start
  const { Ajv }: typeof import('ajv') = require('ajv');
  // The schemas are ours, and a test says that they are some: to check that here takes longer than to compile them.
  return new Ajv({ allErrors: true, meta: false, validateSchema: false }).compile<Body>(schema);
}

function problemField(error: ErrorObject, { pattern }: BodyMessages): ProblemField {
  const { instancePath, message = 'is not valid' } = error;
  switch (error.keyword) {
    case 'required':
      return { field: pointer(instancePath, error.params.missingProperty), detail: 'is missing' };
    case 'additionalProperties':
      return { field: pointer(instancePath, error.params.additionalProperty), detail: 'is unknown' };
    case 'pattern':
      return { field: instancePath, detail: (typeof pattern === 'string' ? pattern : pattern?.[instancePath.slice(1)]) ?? message };
    case 'enum':
      return { field: instancePath, detail: `must be one of ${error.params.allowedValues.join(', ')}` };
    default:
      return { field: instancePath, detail: message };
  }
}

/** As much of a property's name is in an answer: a body has room for a name that an answer has none for. */
const SHOWN_PROPERTY_LENGTH = 128;

/** A JSON pointer (RFC 6901) to a property, which is cut if its name is very long. */
function pointer(parent: string, property: string): string {
  return `${parent}/${property.slice(0, SHOWN_PROPERTY_LENGTH).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}
