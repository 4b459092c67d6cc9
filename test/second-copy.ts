import { linkSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import * as path from 'node:path';

// In a sandbox of mutation testing, the folder is a link. Node.js loads modules from the real one.
const MODULES = realpathSync(path.resolve(__dirname, '../node_modules'));

/** A second copy of installed packages, at another path. */
export interface SecondCopy {
  /** The folder of one of the packages. */
  folderOf(name: string): string;
  remove(): void;
}

/**
 * Creates a second copy of installed packages with hard links, because copying would take half a minute. The copy is in the `node_modules` of this
 * repository, so that it finds its dependencies.
 */
export function secondCopyOf(...names: readonly string[]): SecondCopy {
  const project = mkdtempSync(path.join(MODULES, '.second-copy-'));
  const folderOf = (name: string) => path.join(project, 'node_modules', name);
  names.forEach((name) => linkAll(path.join(MODULES, name), folderOf(name)));
  return { folderOf, remove: () => rmSync(project, { recursive: true }) };
}

function linkAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) {
      linkAll(source, target);
    } else if (entry.isFile()) {
      linkSync(source, target);
    }
  }
}
