import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const SCRIPT = path.join(__dirname, '..', '..', '..', 'scripts', 'ensure-dependencies.mjs');

/** Runs the script on this Node.js, with another version number. */
function runAs(version: string) {
  const pretend = `for (const [name, value] of [['version', 'v${version}'], ['versions', { node: '${version}' }]]) Object.defineProperty(process, name, { value });`;
  const { status, stderr } = spawnSync(
    process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, SCRIPT], { encoding: 'utf8' },
  );
  return { status, stderr };
}

test.each(['18.20.8', '20.18.3', '21.7.3', '22.11.0'])('refuses Node.js %s, which cannot build the dashboard', (version) => {
  expect(runAs(version)).toEqual({
    status: 1,
    stderr: `Node.js must be 20.19, 22.12 or newer, but was v${version}. Install a newer Node.js and run the command again.\n`,
  });
});

test.each(['20.19.0', '22.12.0', '23.0.0', '24.1.0'])('accepts Node.js %s', (version) => {
  expect(runAs(version)).toEqual({ status: 0, stderr: '' });
});
