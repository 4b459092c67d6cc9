import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { runBuildCommand } from './build-command';
import { fingerprint } from '../process/fingerprint';
import { withLock } from '../process/lock';
import { isStamped, stamp } from '../process/stamp';
import { DEFAULT_STATE_DIRECTORY, REPOSITORY } from '../process/state-directory';

/** Files that a command builds from sources of this repository. */
export interface Build {
  /** The task of projen. */
  readonly task: string;
  readonly purpose: string;
  readonly sources: readonly string[];
  readonly outputs: readonly string[];
}

/** Files on which every build depends: they have the versions of the packages, of the tools, and of this package. */
const PACKAGE = ['package.json', 'package-lock.json', '.projen/tasks.json'];

/** Functions, runtime library, schemas, package for front ends, dashboard, OpenAPI documents, notices. */
export const BUNDLES: Build = {
  task: 'bundle',
  purpose: 'Bundling the functions and the dashboard',
  sources: [...PACKAGE, 'src/contract', 'src/runtime', 'web', 'dashboard', 'scripts/bundle', 'scripts/openapi'],
  outputs: ['assets', 'web/dist'],
};

export const CONSTRUCTS: Build = {
  task: 'compile',
  purpose: 'Compiling the constructs',
  // The assembly of jsii contains the README.
  sources: [...PACKAGE, 'src/constructs', 'src/contract', 'src/assets.ts', 'src/index.ts', 'README.md', 'scripts/bundle-constructs.ts'],
  outputs: ['lib', '.jsii'],
};

const RECORDS = path.join(DEFAULT_STATE_DIRECTORY, 'builds');

/** Runs a build, unless its outputs are what its last run built from the same sources. */
export async function buildIfChanged(build: Build, signal: AbortSignal): Promise<void> {
  await withLock(path.join(RECORDS, build.task), signal, async () => {
    if (isUpToDate(build)) return;
    const projen = path.join(REPOSITORY, 'node_modules', '.bin', 'projen');
    await recordBuild(build, () => runBuildCommand(build.purpose, projen, [build.task], REPOSITORY, signal));
  });
}

export function isUpToDate(build: Build): boolean {
  return isStamped(recordOf(build), stateOf(build));
}

/** Runs a build, and records what it built from which sources. */
export async function recordBuild(build: Build, run: () => Promise<void>): Promise<void> {
  const sources = fingerprintOf(build.sources);
  await run();
  mkdirSync(RECORDS, { recursive: true });
  // Sources that changed during the build are not in it.
  stamp(recordOf(build), `${sources} ${fingerprintOf(build.outputs)}`);
}

function stateOf({ sources, outputs }: Build): string {
  return `${fingerprintOf(sources)} ${fingerprintOf(outputs)}`;
}

function recordOf({ task }: Build): string {
  return path.join(RECORDS, `${task}.sha256`);
}

function fingerprintOf(names: readonly string[]): string {
  return fingerprint(...names.map((name) => path.join(REPOSITORY, name)));
}
