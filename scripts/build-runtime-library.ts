/**
 * Builds `cdk-tenancy/runtime` from `src/runtime/library/index.ts`: as ES module and as CommonJS, each with its types. It
 * contains its dependencies, so users of the package install nothing else.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { buildSync, type Format } from 'esbuild';

const ROOT = path.join(__dirname, '..');
const ENTRY = path.join(ROOT, 'src', 'runtime', 'library', 'index.ts');
const OUTPUT = path.join(ROOT, 'assets', 'runtime-library');
const FORMATS: ReadonlyArray<readonly [Format, string]> = [['esm', 'index.mjs'], ['cjs', 'index.cjs']];

rmSync(OUTPUT, { recursive: true, force: true });
for (const [format, file] of FORMATS) {
  buildSync({
    entryPoints: [ENTRY],
    outfile: path.join(OUTPUT, file),
    format,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Not minified: users debug it, and bundle it with their own code anyway.
    mainFields: ['module', 'main'],
    tsconfig: path.join(ROOT, 'src', 'runtime', 'tsconfig.json'),
    logLevel: 'warning',
  });
}

execFileSync(path.join(ROOT, 'node_modules', '.bin', 'tsc'), [
  ENTRY,
  '--ignoreConfig', '--declaration', '--emitDeclarationOnly',
  '--rootDir', path.join(ROOT, 'src'), '--outDir', path.join(OUTPUT, 'types'),
  '--target', 'es2023', '--module', 'esnext', '--moduleResolution', 'bundler', '--strict', '--skipLibCheck', '--types', 'node',
], { stdio: 'inherit' });
// For importers of the ES module: the file extension of its types tells TypeScript which kind of module it is.
writeFileSync(path.join(OUTPUT, 'index.d.mts'), "export * from './types/runtime/library/index.js';\n");
