/**
 * Builds the package for front ends into `web/dist` or the directory of the first argument: ES modules for browsers, bundlers and Node.js, and
 * CommonJS in `cjs`, for Node.js and for test runners such as Jest. Both have types, and contain the contract that they share with the API.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { build, type BuildOptions, transform } from 'esbuild';

const ROOT = path.join(__dirname, '..');
const SOURCE = path.join(ROOT, 'web', 'src');
const OUTPUT = path.resolve(process.argv[2] ?? path.join(ROOT, 'web', 'dist'));
const COMMON_JS = path.join(OUTPUT, 'cjs');
const TARGET = 'es2022';
/** Dependencies that are ES modules only. The CommonJS build contains them, with their licenses; other dependencies are not bundled. */
const ES_MODULES_ONLY = ['ky'];

const OPTIONS = {
  entryPoints: { index: path.join(SOURCE, 'index.ts'), react: path.join(SOURCE, 'react', 'index.ts') },
  format: 'esm',
  bundle: true,
  // Code that both entries use, such as the classes of errors, exists only once.
  splitting: true,
  platform: 'neutral',
  target: TARGET,
  jsx: 'automatic',
  tsconfig: path.join(ROOT, 'web', 'tsconfig.json'),
  logLevel: 'warning',
} satisfies BuildOptions;

async function main(): Promise<void> {
  rmSync(OUTPUT, { recursive: true, force: true });
  await build({ ...OPTIONS, outdir: OUTPUT, packages: 'external' });
  buildTypes(path.join(OUTPUT, 'types'));

  await buildCommonJs();
  cpSync(path.join(OUTPUT, 'types'), path.join(COMMON_JS, 'types'), { recursive: true });
}

/** esbuild splits ES modules only. So each file of the ES module build is converted to CommonJS. */
async function buildCommonJs(): Promise<void> {
  mkdirSync(COMMON_JS, { recursive: true });
  // Tells Node.js and TypeScript the kind of module.
  writeFileSync(path.join(COMMON_JS, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  const { outputFiles } = await build({
    ...OPTIONS,
    outdir: COMMON_JS,
    write: false,
    plugins: [{
      name: 'packages-but-es-modules',
      setup: ({ onResolve }) => onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => (
        kind === 'entry-point' || ES_MODULES_ONLY.includes(name) ? undefined : { path: name, external: true }
      )),
    }],
  });
  for (const { path: file, text } of outputFiles) {
    const { code } = await transform(text, { format: 'cjs', platform: 'node', target: TARGET });
    writeFileSync(file, code);
  }
  for (const name of ES_MODULES_ONLY) cpSync(path.join(ROOT, 'node_modules', name, 'license'), path.join(COMMON_JS, `${name}.license.txt`));
}

function buildTypes(directory: string): void {
  execFileSync(path.join(ROOT, 'node_modules', '.bin', 'tsc'), [
    '--project', path.join(ROOT, 'web', 'tsconfig.json'),
    '--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', ROOT, '--outDir', directory,
  ], { stdio: 'inherit' });
  // TypeScript demands complete file names in the types of an ES module, unless `moduleResolution` is `bundler`.
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'))) {
    const file = path.join(directory, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\2/g, '$1$2$3.js$2'));
  }
}

void main();
