import { Ajv, type ValidateFunction } from 'ajv';

/** A response names all faults. A test validates the schemas, because validating them here would take longer than compiling them. */
export const COMPILER_OPTIONS = { allErrors: true, meta: false, validateSchema: false } as const;

const ajv = new Ajv(COMPILER_OPTIONS);

export function compileSchema<Body>(schema: object): ValidateFunction<Body> {
  return ajv.compile<Body>(schema);
}
