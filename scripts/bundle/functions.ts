import { readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { compiledValidators } from './compiled-validators';
import { withoutEventStreams } from './without-event-streams';

const ROOT = path.join(__dirname, '..', '..');
const SOURCES = path.join('src', 'runtime', 'functions');
const AWS = './src/runtime/aws';

/** Modules that bundles get instead of others. Each replacement gives its reason. */
const REPLACEMENTS = {
  'http': `${AWS}/node-http.cjs`,
  'node:http': `${AWS}/node-http.cjs`,
  '@aws-sdk/credential-provider-node': `${AWS}/environment-credentials.ts`,
};

/** The functions: each folder of `src/runtime/functions` is one. */
export const FUNCTION_NAMES: readonly string[] = readdirSync(path.join(ROOT, SOURCES)).sort();

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  target: 'node24',
  platform: 'node',
  minify: true,
  // esbuild can leave out unused code of ES modules: prefer them where a package has both formats.
  mainFields: ['module', 'main'],
  alias: REPLACEMENTS,
  plugins: [compiledValidators, withoutEventStreams],
  tsconfig: path.join('src', 'runtime', 'tsconfig.json'),
  // CommonJS dependencies call `require`, which an ES module does not have. No bundled code uses the name `__bundleRequire`.
  banner: { js: "import{createRequire as __bundleRequire}from'node:module';const require=__bundleRequire(import.meta.url);" },
  outExtension: { '.js': '.mjs' },
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the code of the Lambda functions to `<name>/index.mjs`. jsii compiles the constructs only.
 *
 * @param directory is emptied first: the package contains all of it, and must not contain functions that no longer exist
 */
export async function buildFunctions(directory = path.join(ROOT, 'assets', 'runtime'), names = FUNCTION_NAMES): Promise<Metafile> {
  rmSync(directory, { recursive: true, force: true });
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: names.map((name) => ({ in: path.join(SOURCES, name, 'index.ts'), out: path.join(name, 'index') })),
    outdir: directory,
  });
  return metafile;
}
