/**
 * Builds and packs the package for front ends: `tsx scripts/package-web.ts [directory] [version]`. The defaults are `dist/web` and the version of
 * `cdk-tenancy`, with which it is released.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
const [, , directory = path.join(ROOT, 'dist', 'web'), version = readJson(path.join(ROOT, 'package.json')).version] = process.argv;
const destination = path.resolve(directory);

const staging = mkdtempSync(path.join(tmpdir(), 'cdk-tenancy-web-'));
try {
  execFileSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'bundle', 'web-package.ts'), path.join(staging, 'dist')], {
    cwd: ROOT, stdio: 'inherit',
  });
  for (const name of ['LICENSE', 'README.md']) cpSync(path.join(ROOT, 'web', name), path.join(staging, name));
  // The published package is already built, and its users do not run its tests.
  const { scripts: _, devDependencies: __, ...published } = readJson(path.join(ROOT, 'web', 'package.json'));
  writeFileSync(path.join(staging, 'package.json'), JSON.stringify({ ...published, version }, undefined, 2));
  mkdirSync(destination, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], { cwd: staging, stdio: ['ignore', 'inherit', 'inherit'] });
} finally {
  rmSync(staging, { recursive: true });
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8'));
}
