import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { build, type BuildOptions, transform } from 'esbuild';
import { runCommand } from '../../local/process/run-command';
import { runToEnd } from '../../local/process/run-to-end';

const ROOT = path.join(__dirname, '..', '..');
const SOURCE = path.join(ROOT, 'web', 'src');
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

const OUTPUT = path.join(ROOT, 'web', 'dist');

/**
 * Builds the package for front ends: ES modules for browsers, bundlers and Node.js, and CommonJS in `cjs`, for Node.js and for test
 * runners such as Jest. Both have types, and contain the contract that they share with the API.
 */
export async function buildWebPackage(signal: AbortSignal, output = OUTPUT): Promise<void> {
  await buildWebModules(output);
  await buildWebTypes(signal, output);
}

/** Builds the modules without their types. The build of the dashboard needs only the modules. */
export async function buildWebModules(output = OUTPUT): Promise<void> {
  rmSync(output, { recursive: true, force: true });
  await Promise.all([
    build({ ...OPTIONS, outdir: output, packages: 'external' }),
    buildCommonJs(path.join(output, 'cjs')),
  ]);
}

export async function buildWebTypes(signal: AbortSignal, output = OUTPUT): Promise<void> {
  const directory = path.join(output, 'types');
  await runCommand(path.join(ROOT, 'node_modules', '.bin', 'tsc'), [
    '--project', path.join(ROOT, 'web', 'tsconfig.json'),
    '--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', ROOT, '--outDir', directory,
  ], { purpose: 'Compiling the types of the package for front ends', cwd: ROOT, signal });
  // TypeScript demands complete file names in the types of an ES module, unless `moduleResolution` is `bundler`.
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'))) {
    const file = path.join(directory, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\2/g, '$1$2$3.js$2'));
  }
  cpSync(directory, path.join(output, 'cjs', 'types'), { recursive: true });
}

/** esbuild splits ES modules only. So each file of the ES module build is converted to CommonJS. */
async function buildCommonJs(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  // Tells Node.js and TypeScript the kind of module.
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  const { outputFiles } = await build({
    ...OPTIONS,
    outdir: directory,
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
  for (const name of ES_MODULES_ONLY) cpSync(path.join(ROOT, 'node_modules', name, 'license'), path.join(directory, `${name}.license.txt`));
}

if (require.main === module) {
  void runToEnd((signal) => buildWebPackage(signal, process.argv[2]));
}
