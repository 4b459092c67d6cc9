import { rmSync } from 'node:fs';
import * as path from 'node:path';
import { build, type Metafile } from 'esbuild';

const ROOT = path.join(__dirname, '..', '..');

/** Bundles the programs that people run with Node.js to `assets/tools`. They contain their dependencies. */
export async function buildTools(): Promise<Metafile> {
  const outdir = path.join(ROOT, 'assets', 'tools');
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [path.join('src', 'runtime', 'tools', 'verify-audit-archive.ts')],
    outdir,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    mainFields: ['module', 'main'],
    tsconfig: path.join('src', 'runtime', 'tsconfig.json'),
    logLevel: 'warning',
    metafile: true,
  });
  return metafile;
}
