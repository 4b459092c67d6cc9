import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';

/** Folders that commands create beside sources. */
const MADE = ['node_modules', 'dist'];

/** A hash of the contents of files and folders. While it is the same, everything that was built from them is up to date. */
export function fingerprint(...paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn)) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesIn(entry: string): string[] {
  if (!existsSync(entry)) {
    return [];
  }
  return statSync(entry).isDirectory()
    ? readdirSync(entry).filter((name) => !MADE.includes(name)).sort().flatMap((name) => filesIn(path.join(entry, name)))
    : [entry];
}
