/** Packs the package for front ends into `dist/web`, in the version of the constructs. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
const OUTPUT = path.join(ROOT, 'dist', 'web');

const copy = mkdtempSync(path.join(tmpdir(), 'web-'));
try {
  cpSync(path.join(ROOT, 'web'), copy, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  const readManifest = (directory: string) => JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  const { version } = readManifest(ROOT);
  writeFileSync(path.join(copy, 'package.json'), JSON.stringify({ ...readManifest(copy), version }, undefined, 2));
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  execFileSync('npm', ['pack', '--pack-destination', OUTPUT], { cwd: copy, stdio: 'inherit' });
} finally {
  rmSync(copy, { recursive: true });
}
