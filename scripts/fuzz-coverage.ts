/**
 * Fuzzes the targets of `npm run fuzz` guided by coverage, with Jazzer.js: `npm run fuzz:coverage [-- --seconds <number>]
 * [--target <name>]`. Inputs that reach new code are kept in `.local/fuzz`. The next run starts with them.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { buildSync } from 'esbuild';
import { npmScript } from '../local/commands/command-line';

const TARGETS = ['authorizer', 'request-parsing'];
const DEFAULT_SECONDS = 120;

/** The glibc version that the addon of Jazzer.js needs. */
const LOWEST_GLIBC = '2.38';

const ROOT = path.join(__dirname, '..');
const STATE = path.join(ROOT, '.local', 'fuzz');

// The fuzzer gets the signal too, and ends itself.
let isStopped = false;
process.on('SIGINT', () => {
  isStopped = true;
});

async function main(): Promise<number> {
  const { seconds, target: only } = npmScript('fuzz:coverage', 'Fuzzes the targets of npm run fuzz, guided by coverage (Jazzer.js).')
    .addOption(new Option('--seconds <number>', 'seconds for each target').argParser(wholeSeconds).default(DEFAULT_SECONDS))
    .addOption(new Option('--target <name>', 'fuzz only this').choices(TARGETS))
    .parse().opts();
  const targets = TARGETS.filter((name) => only === undefined || name === only);
  if (!canLoadJazzer()) {
    console.error(`Coverage-guided fuzzing needs macOS, Windows, or Linux with glibc ${LOWEST_GLIBC} or newer (Debian 13, Ubuntu 24.04), but `
      + `this is ${process.platform} with ${glibcVersion() ? `glibc ${glibcVersion()}` : 'another libc'}. Use "npm run fuzz", which works everywhere.`);
    return 1;
  }
  const bundle = bundleTargets();
  for (const target of targets) {
    if (isStopped) break;
    if (!(await runJazzer(bundle, target, seconds))) {
      console.error(`The target ${target} broke its promise or could not run. The reason is above.`);
      return 1;
    }
  }
  console.log(`${isStopped ? 'Stopped' : 'Done'}: no promise was broken.`);
  return 0;
}

function wholeSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isSafeInteger(seconds) || seconds < 1) throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return seconds;
}

function canLoadJazzer(): boolean {
  if (process.platform !== 'linux') return true;
  const version = glibcVersion();
  return version !== undefined && version.localeCompare(LOWEST_GLIBC, 'en', { numeric: true }) >= 0;
}

/** The version of glibc; undefined for another libc. */
function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

/** Jazzer.js instruments CommonJS modules. The bundle contains the parsers that the functions use, so the fuzzer also covers their branches. */
function bundleTargets(): string {
  const outfile = path.join(STATE, 'targets.cjs');
  buildSync({
    entryPoints: [path.join(ROOT, 'test', 'fuzz', 'coverage-guided.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['fast-check', 'jose', 'nock', '@cloud-copilot/*', '@aws-sdk/*', '@smithy/*'],
    logLevel: 'warning',
  });
  return outfile;
}

/** @returns whether the promise was kept */
async function runJazzer(bundle: string, target: string, seconds: number): Promise<boolean> {
  const corpus = path.join(STATE, 'corpus', target);
  mkdirSync(corpus, { recursive: true });
  console.log(`Fuzzing ${target} for ${seconds} s, guided by coverage. Ctrl-C stops it.`);
  const jazzer = spawn(path.join(ROOT, 'node_modules', '.bin', 'jazzer'), [
    bundle, corpus, '--includes', path.basename(bundle), '--',
    // A choice takes four bytes, so useful inputs are long from the start. A long run needs more memory than libFuzzer's default of 2 GB.
    `-max_total_time=${seconds}`, '-max_len=4096', '-len_control=0', '-rss_limit_mb=8192', '-print_final_stats=1', `-artifact_prefix=${STATE}${path.sep}`,
  ], { cwd: ROOT, stdio: 'inherit', env: { ...process.env, FUZZ_TARGET: target }, shell: process.platform === 'win32' });
  const [exitCode] = await once(jazzer, 'exit');
  return exitCode === 0;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
