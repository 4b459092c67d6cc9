import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ProblemField } from '../../contract/api';
import { NAME_SCHEMA, nameFault, normalizeName } from '../../contract/names';
import type { TenantRole } from '../../contract/roles';
import { invalidRequest, type ProblemError } from '../library/problem';

export interface BodyRules {
  /** The roles of the application, for a body with a role. Schemas are compiled at build time, when the roles are not known. */
  readonly roles?: readonly TenantRole[];
  /** Explanation for an invalid body. */
  readonly detail: string;
  /** Explanation for a text that does not match its pattern, in place of the regular expression. By property, if there are several. */
  readonly pattern?: string | Readonly<Record<string, string>>;
}

/** Rule for the name of a tenant or member. */
export const NAME_RULE = 'must have a visible character, no control characters, and none that change the direction of text';

/** Rule for the email address of a person. */
export const EMAIL_RULE = 'must be one address such as name@example.com, without a display name, comma, quotation mark or comment';

/** Highest number of fields in a response. A body can have more invalid fields than a response has room for. */
const MAX_ERRORS = 20;

/** JSON pointer to the role in a body. */
const ROLE = '/role';

/** JSON Schema of an object. */
export interface BodySchema {
  readonly properties: Readonly<Record<string, object>>;
}

/**
 * Creates a function that validates a body.
 *
 * @param validate The compiled schema.
 * @returns a function that returns the body with normalized names, or throws a ProblemError 400 that names every invalid field
 */
export function bodyValidator<Body>(schema: BodySchema, validate: ValidateFunction<Body>, rules: BodyRules): (body: unknown) => Body {
  const names = Object.keys(schema.properties).filter((property) => schema.properties[property] === NAME_SCHEMA);
  return (received) => {
    const { body, omitted } = shortened(schema, withNormalizedNames(received, names));
    const errors = errorsOf(validate, body, rules);
    if (errors.length > 0) {
      throw invalid(rules, errors.map((error) => problemField(error, rules)), omitted);
    }
    // The portable pattern of the schema does not cover all characters.
    const faulty = names.filter((property) => nameFault((body as Record<string, string>)[property]) !== undefined);
    if (faulty.length > 0) {
      throw invalid(rules, faulty.map((property) => ({ field: pointer('', property), detail: NAME_RULE })));
    }
    return body as Body;
  };
}

function errorsOf(validate: ValidateFunction, body: unknown, { roles }: BodyRules): ErrorObject[] {
  if (validate(body)) return [];
  return validate.errors!.filter(({ keyword, instancePath }) => (
    !(keyword === 'enum' && instancePath === ROLE && roles?.includes((body as { readonly role: string }).role))
  ));
}

function invalid({ detail }: BodyRules, errors: readonly ProblemField[], omitted = 0): ProblemError {
  const more = errors.length + omitted - MAX_ERRORS;
  return invalidRequest(more > 0 ? `${detail} ${more} more errors are not listed.` : detail, errors.slice(0, MAX_ERRORS));
}

function withNormalizedNames(body: unknown, names: readonly string[]): unknown {
  if (!isRecord(body)) return body;
  const texts = names.filter((property) => Object.hasOwn(body, property) && typeof body[property] === 'string');
  return texts.length === 0 ? body : { ...body, ...Object.fromEntries(texts.map((property) => [property, normalizeName(body[property] as string)])) };
}

/** Limits the unknown properties of a body to the number that a response names. Each is an error, and a body can have over a hundred thousand. */
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

function problemField(error: ErrorObject, { pattern, roles }: BodyRules): ProblemField {
  const { instancePath, message = 'is not valid' } = error;
  switch (error.keyword) {
    case 'required':
      return { field: pointer(instancePath, error.params.missingProperty), detail: 'is missing' };
    case 'additionalProperties':
      return { field: pointer(instancePath, error.params.additionalProperty), detail: 'is unknown' };
    case 'pattern':
      return { field: instancePath, detail: (typeof pattern === 'string' ? pattern : pattern?.[instancePath.slice(1)]) ?? message };
    case 'enum':
      return { field: instancePath, detail: `must be one of ${(roles ?? error.params.allowedValues).join(', ')}` };
    default:
      return { field: instancePath, detail: message };
  }
}

/** Highest length of a property's name in a response. A body can have longer names than a response has room for. */
const SHOWN_PROPERTY_LENGTH = 128;

/** Returns a JSON pointer (RFC 6901) to a property. A very long name is cut. */
function pointer(parent: string, property: string): string {
  return `${parent}/${property.slice(0, SHOWN_PROPERTY_LENGTH).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}
