import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { withLock } from '../process/lock';
import { runCommand } from '../process/run-command';
import { isStamped, stamp } from '../process/stamp';

/**
 * Creates a project with only some packages, installed as users do it: versions from the registry, tarballs from this machine. The
 * project is kept for calls with the same packages. @returns its directory
 */
export async function emptyProject(cacheDirectory: string, name: string, packages: readonly string[], signal: AbortSignal): Promise<string> {
  const directory = path.join(cacheDirectory, 'empty-projects', name);
  return withLock(directory, signal, async () => {
    const stampFile = path.join(directory, 'node_modules', '.installed-packages');
    const wanted = packages.join('\n');
    if (isStamped(stampFile, wanted)) return directory;
    // Packages of an earlier installation must not make it work. The cache of npm makes it fast.
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
