/** Checks the content of a package. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** All files below a directory, by their relative paths. */
export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The files that match no pattern. */
export function strays(files: readonly string[], allowed: readonly RegExp[]): string[] {
  return files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
}

/** The patterns without a matching file. Users need a file for each pattern. */
export function missing(files: readonly string[], allowed: readonly RegExp[]): RegExp[] {
  return allowed.filter((pattern) => !files.some((file) => pattern.test(file)));
}

const PRIVATE: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an access key of AWS': /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a path of the machine that built it': new RegExp(`${path.resolve(__dirname, '../..')}/|/(home|Users)/[a-z]`),
};

/** The kinds of private data in a text, including its inline source maps. */
export function privateMatters(text: string): string[] {
  return Object.keys(PRIVATE).filter((what) => [text, ...mapsIn(text)].some((visible) => PRIVATE[what].test(visible)));
}

/** The sources in a source map, or in the inline source maps of a file. */
export function mappedSources(file: string, text: string): string[] {
  return (file.endsWith('.map') ? [text] : mapsIn(text)).flatMap((map) => JSON.parse(map).sources as string[]);
}

function mapsIn(text: string): string[] {
  return [...text.matchAll(/sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([A-Za-z0-9+/=]+)/g)]
    .map(([, map]) => Buffer.from(map, 'base64').toString('utf8'));
}

/** One line for each error in the content of a package. */
export function faultsOfContent(directory: string, allowed: readonly RegExp[]): string[] {
  const files = filesBelow(directory);
  return [
    ...strays(files, allowed).map((file) => `${file} does not belong in the package.`),
    ...missing(files, allowed).map((pattern) => `The package must have a file ${pattern.source}, but has none.`),
    ...files.flatMap((file) => privateMatters(readFileSync(path.join(directory, file), 'utf8')).map((what) => `${file} contains ${what}.`)),
  ];
}
