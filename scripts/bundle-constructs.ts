/**
 * Replaces the JavaScript that jsii has compiled by one bundled file. With separate files, opening them took most of the time in which an app
 * loads the constructs. Declarations do not change, and a source map leads back to the sources.
 */
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { build, type Plugin } from 'esbuild';

const LIBRARY = path.join(__dirname, '..', 'lib');
const MAIN = path.join(LIBRARY, 'index.js');

/** Read before the bundle replaces the file. */
const exportedNames = Object.keys(createRequire(__filename)(MAIN)).sort();

/**
 * Puts one `require` of each package into the bundle, instead of one for each module that imports it. Node.js remembers the path of a package
 * only for the file that loads it first. If the app has loaded `aws-cdk-lib`, each `require` in this file would search the long list of exports
 * of that package again. That took half of the time to load the constructs.
 */
const requirePackagesOnce: Plugin = {
  name: 'require-packages-once',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^./]/ }, ({ path: name, namespace }) => (
      namespace === 'package' ? { path: name, external: true } : { path: name, namespace: 'package' }
    ));
    onLoad({ filter: /.*/, namespace: 'package' }, ({ path: name }) => ({ contents: `module.exports = require(${JSON.stringify(name)});` }));
  },
};

async function main(): Promise<void> {
  await build({
    entryPoints: [MAIN],
    outfile: MAIN,
    allowOverwrite: true,
    format: 'cjs',
    bundle: true,
    plugins: [requirePackagesOnce],
    platform: 'node',
    target: 'node20',
    // Node.js determines the names that an ES module can import from CommonJS by parsing the file. It does not find them in the functions of
    // the bundle, but it finds this list, which never runs.
    footer: { js: `0 && (module.exports = { ${exportedNames.join(', ')} });` },
    // A separate file is only read if a tool needs it. It leads to the sources because jsii's own maps are inside its files.
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(LIBRARY, file))
    .filter((file) => file.endsWith('.js') && file !== MAIN)
    .forEach((file) => rmSync(file));
}

void main();
