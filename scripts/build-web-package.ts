/**
 * Builds the package for front ends into `web/dist`, or the directory that is named: an ES module for each of its entries, and their types. The contract that it
 * shares with the API is inside; its dependencies are not.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '..');
const SOURCE = path.join(ROOT, 'web', 'src');
const OUTPUT = path.resolve(process.argv[2] ?? path.join(ROOT, 'web', 'dist'));
const TYPES = path.join(OUTPUT, 'types');

rmSync(OUTPUT, { recursive: true, force: true });
buildSync({
  entryPoints: { index: path.join(SOURCE, 'index.ts'), react: path.join(SOURCE, 'react', 'index.ts') },
  outdir: OUTPUT,
  format: 'esm',
  bundle: true,
  // What both entries use, such as the classes of errors, exists once.
  splitting: true,
  packages: 'external',
  platform: 'neutral',
  target: 'es2022',
  jsx: 'automatic',
  tsconfig: path.join(ROOT, 'web', 'tsconfig.json'),
  logLevel: 'warning',
});

execFileSync(path.join(ROOT, 'node_modules', '.bin', 'tsc'), [
  '--project', path.join(ROOT, 'web', 'tsconfig.json'),
  '--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', ROOT, '--outDir', TYPES,
], { stdio: 'inherit' });
// TypeScript wants whole file names in the types of an ES module, unless a bundler is said to resolve them.
for (const file of declarationFiles()) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\2/g, '$1$2$3.js$2'));
}

function declarationFiles(): string[] {
  return readdirSync(TYPES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts')).map((name) => path.join(TYPES, name));
}
