import * as path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

export type Schemas = Readonly<Record<string, object>>;

const ROOT = path.join(__dirname, '..', '..');

/** Links in comments, which only help readers of the sources. */
const LINK = /\s*\{@link\s+([\w.]+)\s*\}\s?/g;

/** The JSON Schemas of types of the contract, and of all types that they refer to, as components of an OpenAPI document. */
export function answerSchemas(typeNames: readonly string[]): Schemas {
  const generator = createGenerator({
    path: path.join(ROOT, 'src/contract/{api,audit,repair}.ts'),
    tsconfig: path.join(ROOT, 'tsconfig.dev.json'),
    // Other scripts check the types.
    skipTypeCheck: true,
    sortProps: false,
    encodeRefs: false,
  });
  const definitions = Object.assign({}, ...typeNames.map((name) => generator.createSchema(name).definitions));
  return JSON.parse(JSON.stringify(definitions, (key, value) => {
    switch (key) {
      case '$ref': return value.replace('#/definitions/', '#/components/schemas/');
      case 'description': return value.replace(LINK, ' `$1` ').trim();
      default: return value;
    }
  }));
}
