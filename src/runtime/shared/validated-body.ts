import type { ErrorObject, ValidateFunction } from 'ajv';
import { ProblemError } from './problem';
import type { ProblemField } from '../../contract/api';

export interface BodyMessages {
  /** What is wrong with a bad body as a whole. */
  readonly detail: string;
  /** What a text must be that does not match its pattern: a pattern is nothing to show to people. */
  readonly pattern?: string;
}

/**
 * Makes the check of a body against a JSON Schema.
 *
 * @returns a function that returns the body, or throws a ProblemError 400 that names every bad field
 */
export function bodyValidator<Body>(schema: object, messages: BodyMessages): (body: unknown) => Body {
  let validate: ValidateFunction<Body> | undefined;
  return (body) => {
    validate ??= compile<Body>(schema);
    if (!validate(body)) {
      throw new ProblemError(400, messages.detail, (validate.errors ?? []).map((error) => problemField(error, messages)));
    }
    return body;
  };
}

/**
 * To load the library and to compile a schema takes half as long as to load the SDK, and most requests have no body. So
 * the first body pays for it, and not the start of the function.
 */
function compile<Body>(schema: object): ValidateFunction<Body> {
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
      return { field: instancePath, detail: pattern ?? message };
    case 'enum':
      return { field: instancePath, detail: `must be one of ${error.params.allowedValues.join(', ')}` };
    default:
      return { field: instancePath, detail: message };
  }
}

/** A JSON pointer (RFC 6901) to a property. */
function pointer(parent: string, property: string): string {
  return `${parent}/${property.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}
