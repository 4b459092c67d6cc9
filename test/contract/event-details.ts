/** Checks details of events against the schemas that the package ships. */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { TENANT_EVENT_SCHEMAS, USER_EVENT_SCHEMAS } from '../../src/contract/event-schemas';

const ajv = new Ajv2020({ allErrors: true, strict: true });
const validators = new Map<object, ValidateFunction>();

/** @returns the differences between a detail and its schema: unknown, missing and invalid fields */
export function faultsOfDetail(subject: 'user' | 'tenant', detailType: string, detail: unknown): string[] {
  const schema = (subject === 'user' ? USER_EVENT_SCHEMAS : TENANT_EVENT_SCHEMAS)[detailType as never] as object | undefined;
  if (schema === undefined) {
    return [`The event ${subject}, ${detailType} has no schema.`];
  }
  // Consumers must accept unknown fields, but our own events must not have any.
  const validate = validators.get(schema) ?? ajv.compile({ ...schema, additionalProperties: false });
  validators.set(schema, validate);
  return validate(detail) ? [] : validate.errors!.map(({ instancePath, message }) => `${subject}, ${detailType}${instancePath}: ${message}`);
}
