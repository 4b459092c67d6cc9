import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { build, type Format, type Metafile } from 'esbuild';
import { withoutEventStreams } from './without-event-streams';
import { runCommand } from '../../local/process/run-command';

const ROOT = path.join(__dirname, '..', '..');
const ENTRY = path.join(ROOT, 'src', 'runtime', 'library', 'index.ts');
const OUTPUT = path.join(ROOT, 'assets', 'runtime-library');

/**
 * Builds `cdk-tenancy/runtime` from `src/runtime/library/index.ts`: as ES module and as CommonJS, each with its types. It
 * contains its dependencies, so users of the package install nothing else.
 */
export async function buildRuntimeLibrary(signal: AbortSignal): Promise<Metafile> {
  rmSync(OUTPUT, { recursive: true, force: true });
  const [metafile] = await Promise.all([buildModule('esm', 'index.mjs'), buildModule('cjs', 'index.cjs'), buildTypes(signal)]);
  // For importers of the ES module: the file extension of its types tells TypeScript which kind of module it is.
  writeFileSync(path.join(OUTPUT, 'index.d.mts'), "export * from './types/runtime/library/index.js';\n");
  return metafile;
}

async function buildModule(format: Format, file: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [ENTRY],
    outfile: path.join(OUTPUT, file),
    format,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Not minified: users debug it, and bundle it with their own code anyway.
    mainFields: ['module', 'main'],
    plugins: [withoutEventStreams],
    tsconfig: path.join(ROOT, 'src', 'runtime', 'tsconfig.json'),
    logLevel: 'warning',
    metafile: true,
  });
  return metafile;
}

async function buildTypes(signal: AbortSignal): Promise<void> {
  await runCommand(path.join(ROOT, 'node_modules', '.bin', 'tsc'), [
    ENTRY,
    '--ignoreConfig', '--declaration', '--emitDeclarationOnly',
    '--rootDir', path.join(ROOT, 'src'), '--outDir', path.join(OUTPUT, 'types'),
    '--target', 'es2023', '--module', 'esnext', '--moduleResolution', 'bundler', '--strict', '--skipLibCheck', '--types', 'node',
  ], { purpose: 'Compiling the types of the runtime library', cwd: ROOT, signal });
}
