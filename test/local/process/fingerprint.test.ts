import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { fingerprint } from '../../../local/process/fingerprint';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'fingerprint-'));
  write('src/app.ts', 'one');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(file: string, content: string) {
  mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  writeFileSync(path.join(directory, file), content);
}

test.each(['src/app.ts', 'src/another.ts'])('changes with the source %s', (file) => {
  const before = fingerprint(directory);
  write(file, 'two');
  expect(fingerprint(directory)).not.toBe(before);
});

test.each(['node_modules/react/index.js', 'dist/index.js'])('does not change with the generated file %s', (file) => {
  const before = fingerprint(directory);
  write(file, 'made');
  expect(fingerprint(directory)).toBe(before);
});
