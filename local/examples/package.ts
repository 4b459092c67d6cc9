import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import { BUNDLES, buildIfChanged, CONSTRUCTS, isUpToDate } from './build';
import { runBuildCommand } from './build-command';
import { fingerprint } from '../process/fingerprint';
import type { Step } from '../process/progress';
import { REPOSITORY } from '../process/state-directory';
import { together } from '../process/together';

const SOURCES = [...new Set([...BUNDLES.sources, ...CONSTRUCTS.sources, 'API.md', 'LICENSE'])].map((name) => path.join(REPOSITORY, name));
const BIN = path.join(REPOSITORY, 'node_modules', '.bin');

/** The tarball of the package, as npm gets it. A hash of the sources is in its name, because npm assumes equal content for an equal name. */
export async function buildTarball(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<string> {
  const tarball = tarballOf(cacheDirectory);
  if (isTarballBuilt(cacheDirectory)) {
    return tarball;
  }
  const directory = path.dirname(tarball);
  await together(signal, (whileBothSucceed) => [
    step('Bundle the functions and the dashboard', () => buildIfChanged(BUNDLES, whileBothSucceed)),
    step('Compile the constructs', () => buildIfChanged(CONSTRUCTS, whileBothSucceed)),
  ]);
  await step('Pack the package', async () => {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    await runBuildCommand('Packing the package', 'npm', ['pack', '--pack-destination', directory], REPOSITORY, signal);
    const [packed] = readdirSync(directory);
    renameSync(path.join(directory, packed), tarball);
  });
  return tarball;
}

/** Whether the tarball is that of the current sources. Tests also use the builds themselves. */
export function isTarballBuilt(cacheDirectory: string): boolean {
  return existsSync(tarballOf(cacheDirectory)) && isUpToDate(BUNDLES) && isUpToDate(CONSTRUCTS);
}

function tarballOf(cacheDirectory: string): string {
  return path.join(cacheDirectory, 'package', `cdk-tenancy-${fingerprint(...SOURCES).slice(0, 16)}.tgz`);
}

/** The wheel of a tarball, as PyPI gets it. The content of both is identical, byte for byte. */
export async function buildWheel(tarball: string, cacheDirectory: string, step: Step, signal: AbortSignal): Promise<string> {
  const directory = path.join(cacheDirectory, 'wheel');
  const built = path.join(directory, path.basename(tarball, '.tgz'));
  if (!existsSync(built)) {
    await step('Build the wheel', async () => {
      const unpacked = path.join(directory, 'package');
      const output = path.join(directory, 'output');
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true });
      await runBuildCommand('Unpacking the package', 'tar', ['-xzf', tarball, '-C', directory], REPOSITORY, signal);
      // jsii-pacmak looks for the assemblies of the dependencies beside the package.
      symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(unpacked, 'node_modules'));
      await runBuildCommand(
        'Building the wheel', path.join(BIN, 'jsii-pacmak'), ['--target', 'python', '--outdir', output, unpacked], REPOSITORY, signal,
      );
      rmSync(unpacked, { recursive: true });
      renameSync(path.join(output, 'python'), built);
    });
  }
  return path.join(built, readdirSync(built).find((name) => name.endsWith('.whl'))!);
}
