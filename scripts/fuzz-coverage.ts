/**
 * Fuzzes the targets of `npm run fuzz` guided by coverage, with Jazzer.js: `npm run fuzz:coverage [-- --seconds <number>]
 * [--target <name>]`. What reached new code is kept in `.local/fuzz` and is where the next run starts.
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

/** What the addon of Jazzer.js was linked with. */
const LOWEST_GLIBC = '2.38';

const ROOT = path.join(__dirname, '..');
const STATE = path.join(ROOT, '.local', 'fuzz');

// The fuzzer gets it too, and ends by itself.
let isStopped = false;
process.on('SIGINT', () => {
  isStopped = true;
});

async function main(): Promise<number> {
  const { seconds, target: only } = npmScript('fuzz:coverage', 'Fuzzes the targets of npm run fuzz, guided by coverage (Jazzer.js).')
    .addOption(new Option('--seconds <number>', 'the time for each target').argParser(wholeSeconds).default(DEFAULT_SECONDS))
    .addOption(new Option('--target <name>', 'fuzz only this').choices(TARGETS))
    .parse().opts();
  const targets = TARGETS.filter((name) => only === undefined || name === only);
  if (!canLoadJazzer()) {
    console.error(`Coverage-guided fuzzing needs Linux with glibc ${LOWEST_GLIBC} or newer (Debian 13, Ubuntu 24.04), or macOS or Windows; `
      + `this is ${process.platform} with ${glibcVersion() ? `glibc ${glibcVersion()}` : 'another libc'}. "npm run fuzz" works everywhere.`);
    return 1;
  }
  const bundle = bundleTargets();
  for (const target of targets) {
    if (isStopped) break;
    if (!(await runJazzer(bundle, target, seconds))) {
      console.error(`The target ${target} broke its promise, or could not run; why is above.`);
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

/** Of the glibc that runs this; nothing for another libc. */
function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

/** Jazzer.js instruments what it loads as CommonJS. The parsers that the functions use are in the bundle, so their branches count too. */
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
    // A choice takes four bytes, so good cases are long from the start. A long run grows past the 2 GB that libFuzzer allows.
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
