// Installs the development dependencies if they are missing or older than a lock file. So every command of this repository works on
// a fresh clone. This script runs before anything is installed, so it can only use Node.js itself.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// The major versions of Node.js that support Vite, which builds the dashboard, with the lowest minor version of each. The package itself
// also supports earlier versions.
const FIRST_MINOR = { 20: 19, 22: 12 };
const LATEST_LINE = 22;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PROJECTS = [ROOT, join(ROOT, 'local')];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major <= LATEST_LINE && !(minor >= FIRST_MINOR[major])) {
  const firsts = Object.entries(FIRST_MINOR).map((version) => version.join('.')).join(', ');
  console.error(`Node.js must be ${firsts} or newer, but was ${process.version}. Install a newer Node.js and run the command again.`);
  process.exit(1);
}

for (const project of PROJECTS.filter((directory) => !isInstalled(directory))) {
  const where = relative(ROOT, project) || 'this repository';
  console.log(`Installing the development dependencies of ${where} (npm ci). This takes one to three minutes ...`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: project, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`npm ci failed in ${where}. Its message is above. Nothing else was changed.`);
    process.exit(1);
  }
}

function isInstalled(project) {
  // npm writes this file at the end of an installation.
  const installed = join(project, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(project, 'package-lock.json')).mtimeMs;
}
