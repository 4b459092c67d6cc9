/** The packages of this checkout, as npm gets them. They are built if they are not up to date. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { buildTarball } from '../../local/examples/package';
import { fingerprint } from '../../local/process/fingerprint';
import { withLock } from '../../local/process/lock';
import { runCommand } from '../../local/process/run-command';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY } from '../../local/process/state-directory';

export interface BuiltPackage {
  readonly tarball: string;
  /** Directory of the unpacked package. */
  readonly directory: string;
}

const TSX = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');
const WEB_SOURCES = ['web', 'src/contract', 'LICENSE', 'package.json', 'package-lock.json', 'scripts/bundle/web-package.ts', 'scripts/package-web.ts'];

/** A signal that never aborts: tests cannot stop a build. */
const { signal } = new AbortController();

export async function builtPackage(): Promise<BuiltPackage> {
  return withLock(DEFAULT_CACHE_DIRECTORY, signal, async () => unpacked(await tarballOfConstructs()));
}

/** The package for front ends. */
export async function builtWebPackage(): Promise<BuiltPackage> {
  return withLock(DEFAULT_CACHE_DIRECTORY, signal, async () => {
    const directory = path.join(DEFAULT_CACHE_DIRECTORY, 'web-package');
    const sources = fingerprint(...WEB_SOURCES.map((name) => path.join(REPOSITORY, name)));
    const tarball = path.join(directory, `cdk-tenancy-web-${sources.slice(0, 16)}.tgz`);
    if (!existsSync(tarball)) {
      rmSync(directory, { recursive: true, force: true });
      await runCommand(TSX, ['scripts/package-web.ts', directory], { purpose: 'Packing the package for front ends', cwd: REPOSITORY, signal });
      renameSync(path.join(directory, readdirSync(directory)[0]), tarball);
    }
    return unpacked(tarball);
  });
}

async function tarballOfConstructs(): Promise<string> {
  return buildTarball(DEFAULT_CACHE_DIRECTORY, (_, work) => work(), signal);
}

/** Unpacks a tarball beside it: the next build removes both, and Jest does not treat the folder as a package of this repository. */
async function unpacked(tarball: string): Promise<BuiltPackage> {
  const directory = path.join(path.dirname(tarball), 'node_modules', path.basename(tarball, '.tgz'));
  if (!existsSync(directory)) {
    const unfinished = `${directory}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await runCommand('tar', ['--extract', '--file', tarball, '--directory', unfinished, '--strip-components', '1'], { purpose: 'Unpacking the package', signal });
    renameSync(unfinished, directory);
  }
  return { tarball, directory };
}
