import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { withLock } from '../process/lock';
import { runCommand } from '../process/run-command';
import { isStamped, stamp } from '../process/stamp';

/**
 * A project in which nothing but some packages is installed, the way their users do it: versions from the registry, tarballs from this
 * machine. Kept while the same is asked for. @returns its directory
 */
export async function emptyProject(cacheDirectory: string, name: string, packages: readonly string[], signal: AbortSignal): Promise<string> {
  const directory = path.join(cacheDirectory, 'empty-projects', name);
  return withLock(directory, signal, async () => {
    const stampFile = path.join(directory, 'node_modules', '.installed-packages');
    const wanted = packages.join('\n');
    if (isStamped(stampFile, wanted)) return directory;
    // What was installed before must not be what makes it work; npm's own cache makes it fast.
    rmSync(path.join(directory, 'node_modules'), { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    rmSync(path.join(directory, 'package-lock.json'), { force: true });
    writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ name, private: true }));
    await runCommand('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--workspaces=false', ...packages], {
      purpose: `Installing ${packages.join(' ')}`, cwd: directory, signal,
    });
    stamp(stampFile, wanted);
    return directory;
  });
}
