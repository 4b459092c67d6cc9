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
  const directory = path.join(cacheDirectory, 'package');
  const tarball = path.join(directory, `cdk-tenancy-${fingerprint(...SOURCES).slice(0, 16)}.tgz`);
  // Tests also use the builds themselves.
  if (existsSync(tarball) && isUpToDate(BUNDLES) && isUpToDate(CONSTRUCTS)) {
    return tarball;
  }
  await step('Build the package', async () => {
    await together(signal, (whileBothSucceed) => [buildIfChanged(BUNDLES, whileBothSucceed), buildIfChanged(CONSTRUCTS, whileBothSucceed)]);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    await runBuildCommand('Packing the package', 'npm', ['pack', '--pack-destination', directory], REPOSITORY, signal);
    const [packed] = readdirSync(directory);
    renameSync(path.join(directory, packed), tarball);
  });
  return tarball;
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
