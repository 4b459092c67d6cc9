/**
 * Makes one file of the JavaScript that jsii has compiled, in its place: of the time that an app takes to load the constructs, most went into
 * finding and opening one file after another. Declarations stay as they are; a map leads back to the sources.
 */
import { readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { buildSync } from 'esbuild';

const LIBRARY = path.join(__dirname, '..', 'lib');
const MAIN = path.join(LIBRARY, 'index.js');

buildSync({
  entryPoints: [MAIN],
  outfile: MAIN,
  allowOverwrite: true,
  format: 'cjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  // A file of its own is read only where somebody asks for it. Its sources are those of jsii's maps, which are inside the files.
  sourcemap: 'linked',
  logLevel: 'warning',
});
readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
  .map((file) => path.join(LIBRARY, file))
  .filter((file) => file.endsWith('.js') && file !== MAIN)
  .forEach((file) => rmSync(file));
