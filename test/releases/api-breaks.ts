/** Finds breaks for users between two versions of the API, with jsii's comparison of assemblies. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Assembly } from '@jsii/spec';

const ROOT = path.join(__dirname, '..', '..');
const STATE = path.join(ROOT, '.local', 'releases');

/** File of announced breaks, one key of jsii-diff per line. */
export const ANNOUNCED_BREAKS_FILE = path.join(ROOT, '.compatignore');

/** @returns the output of jsii-diff, with a key in brackets for each break; empty if all breaks are announced */
export function apiBreaks(released: Assembly, next: Assembly, announcedBreaksFile: string): string {
  mkdirSync(STATE, { recursive: true });
  // Inside the repository, because jsii-diff must find the assemblies of the dependencies.
  const directory = mkdtempSync(path.join(STATE, 'api-'));
  try {
    const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'node_modules', '.bin', 'jsii-diff'), [
      writePackage(path.join(directory, 'released'), released), writePackage(path.join(directory, 'next'), next),
      '--keys', '--ignore-file', announcedBreaksFile,
    ], { encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' } });
    if (status === 0) return '';
    const findings = `${stdout}${stderr}`.trim();
    return findings === '' ? `jsii-diff ended with exit code ${status} and without output.` : findings;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function writePackage(directory: string, assembly: Assembly): string {
  mkdirSync(directory);
  const { name, version, dependencies } = assembly;
  writeFileSync(path.join(directory, '.jsii'), JSON.stringify(assembly));
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({
    name, version, main: 'lib/index.js', types: 'lib/index.d.ts', peerDependencies: dependencies, jsii: { targets: {} },
  }));
  return directory;
}
