import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Plugin } from 'vite';

/** Writes which modules are in the bundles, in the format of esbuild. The package's bill of materials is created from it. */
export function bundledModules({ root, file }: { readonly root: string; readonly file: string }): Plugin {
  return {
    name: 'bundled-modules',
    apply: 'build',
    writeBundle(_, bundle) {
      const outputs = Object.values(bundle).filter((output) => output.type === 'chunk').map(({ fileName, modules }) => [fileName, {
        bytes: 0,
        imports: [],
        exports: [],
        inputs: Object.fromEntries(Object.entries(modules).filter(([id]) => path.isAbsolute(id))
          .map(([id, { renderedLength }]) => [path.relative(root, id.split('?')[0]), { bytesInOutput: renderedLength }])),
      }] as const);
      const inputs = Object.fromEntries(outputs.flatMap(([, output]) => Object.keys(output.inputs)).map((name) => [name, { bytes: 0, imports: [] }]));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ inputs, outputs: Object.fromEntries(outputs) }));
    },
  };
}
