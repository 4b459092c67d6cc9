import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { buildPackage } from '../../local/example';
import { withLock } from '../../local/lock';
import { runCommand } from '../../local/run-command';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/state-directory';

export interface BuiltPackage {
  readonly tarball: string;
  /** The same, unpacked. */
  readonly directory: string;
}

/** The package as npm would get it from this checkout; built when there is none of these sources. */
export async function builtPackage(): Promise<BuiltPackage> {
  const { signal } = new AbortController();
  return withLock(DEFAULT_CACHE_DIRECTORY, signal, async () => {
    const tarball = await buildPackage(path.join(DEFAULT_CACHE_DIRECTORY, 'package'), (_, work) => work(), signal);
    return { tarball, directory: await unpack(tarball, signal) };
  });
}

/** Beside the tarball, where the build of the next one removes both. */
async function unpack(tarball: string, signal: AbortSignal): Promise<string> {
  const directory = tarball.replace(/\.tgz$/, '');
  if (!existsSync(directory)) {
    const unfinished = `${directory}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await runCommand('tar', ['--extract', '--file', tarball, '--directory', unfinished, '--strip-components', '1'], { purpose: 'Unpacking the package', signal });
    renameSync(unfinished, directory);
  }
  return directory;
}
