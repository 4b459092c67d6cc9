/**
 * Bundles the JavaScript that jsii has compiled into one file, in its place: most of the time that an app took to load the constructs went into
 * finding and opening one file after another. Declarations stay as they are; a map leads back to the sources.
 */
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { buildSync } from 'esbuild';

const LIBRARY = path.join(__dirname, '..', 'lib');
const MAIN = path.join(LIBRARY, 'index.js');

/** Read before the bundle replaces the file. */
const exportedNames = Object.keys(createRequire(__filename)(MAIN)).sort();

buildSync({
  entryPoints: [MAIN],
  outfile: MAIN,
  allowOverwrite: true,
  format: 'cjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  // Node.js finds the names that an ES module can import from CommonJS by reading the file, not by running it. It cannot see them through the
  // functions of the bundle, but it reads this list, which never runs.
  footer: { js: `0 && (module.exports = { ${exportedNames.join(', ')} });` },
  // A file of its own is read only where somebody asks for it. Its sources are those of jsii's maps, which are inside the files.
  sourcemap: 'linked',
  logLevel: 'warning',
});
readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
  .map((file) => path.join(LIBRARY, file))
  .filter((file) => file.endsWith('.js') && file !== MAIN)
  .forEach((file) => rmSync(file));
