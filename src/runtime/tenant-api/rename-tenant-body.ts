import { Ajv, type ErrorObject } from 'ajv';
import { RENAME_TENANT_SCHEMA, type ProblemField, type RenameTenantBody } from '../../contract/api';
import { ProblemError } from '../shared/problem';

const validate = new Ajv({ allErrors: true }).compile<RenameTenantBody>(RENAME_TENANT_SCHEMA);

/** @throws ProblemError 400 that names every bad field */
export function renameTenantBody(body: unknown): RenameTenantBody {
  if (!validate(body)) {
    throw new ProblemError(400, 'The body does not say what to change.', (validate.errors ?? []).map(problemField));
  }
  return body;
}

function problemField(error: ErrorObject): ProblemField {
  const { instancePath, message = 'is not valid' } = error;
  switch (error.keyword) {
    case 'required':
      return { field: pointer(instancePath, error.params.missingProperty), detail: 'is missing' };
    case 'additionalProperties':
      return { field: pointer(instancePath, error.params.additionalProperty), detail: 'is unknown' };
    case 'pattern':
      return { field: instancePath, detail: 'must show something and have no control characters' };
    default:
      return { field: instancePath, detail: message };
  }
}

/** A JSON pointer (RFC 6901) to a property. */
function pointer(parent: string, property: string): string {
  return `${parent}/${property.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}
