import * as path from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import type { Plugin } from 'esbuild';
import * as validators from '../../src/runtime/http/body-validators';
import { COMPILER_OPTIONS } from '../../src/runtime/http/compile-schema';

const NAMESPACE = 'compiled-validator';

/** Replaces the module of the validators by the code that Ajv generates for them. Each validator is a module, so a bundle contains only its own. */
export const compiledValidators: Plugin = {
  name: NAMESPACE,
  setup: (build) => {
    build.onLoad({ filter: /\/runtime\/http\/body-validators\.ts$/ }, () => ({
      contents: Object.keys(validators).map((name) => `export { default as ${name} } from '${NAMESPACE}:${name}';`).join('\n'),
    }));
    build.onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, ({ path: name }) => (
      { path: name.slice(NAMESPACE.length + 1), namespace: NAMESPACE, sideEffects: false }
    ));
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: name }) => (
      { contents: codeOf(name as keyof typeof validators), resolveDir: path.join(__dirname, '..', '..') }
    ));
  },
};

function codeOf(name: keyof typeof validators): string {
  const ajv = new Ajv({ ...COMPILER_OPTIONS, code: { source: true, esm: true } });
  return standaloneCode(ajv, ajv.compile(validators[name].schema as object));
}
