import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { withLock } from '../../local/lock';
import { runCommand } from '../../local/run-command';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/state-directory';

const { signal } = new AbortController();

/**
 * A project in which nothing but some packages is installed, the way their users do it: versions from the registry, tarballs from this
 * machine. Kept while the same is asked for. @returns its directory
 */
export async function emptyProject(name: string, packages: readonly string[]): Promise<string> {
  const directory = path.join(DEFAULT_CACHE_DIRECTORY, 'empty-projects', name);
  return withLock(directory, signal, async () => {
    const stamp = path.join(directory, 'node_modules', '.installed-packages');
    const wanted = packages.join('\n');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return directory;
    // What was installed before must not be what makes it work; npm's own cache makes it fast.
    rmSync(path.join(directory, 'node_modules'), { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    rmSync(path.join(directory, 'package-lock.json'), { force: true });
    writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ name, private: true }));
    await runCommand('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--workspaces=false', ...packages], {
      purpose: `Installing ${packages.join(' ')}`, cwd: directory, signal,
    });
    writeFileSync(stamp, wanted);
    return directory;
  });
}
