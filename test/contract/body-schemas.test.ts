import { Ajv } from 'ajv';
import * as api from '../../src/contract/api';
import * as repair from '../../src/contract/repair';

const SCHEMAS = Object.entries({ ...api, ...repair }).filter(([name]) => name.endsWith('_SCHEMA'));

// The functions compile the schemas without validating them.
test.each(SCHEMAS)('%s is a JSON Schema', (_, schema) => {
  expect(() => new Ajv().compile(schema as object)).not.toThrow();
});
