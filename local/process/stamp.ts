import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether a stamp file has this content: then the files beside it were built from it. */
export function isStamped(file: string, content: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}

export function stamp(file: string, content: string): void {
  writeFileSync(file, content);
}
