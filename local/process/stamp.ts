import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether a file says that what is beside it was made of this. */
export function isStamped(file: string, content: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}

export function stamp(file: string, content: string): void {
  writeFileSync(file, content);
}
