// Installs the development dependencies when they are missing or older than the lock file, so that every command of
// this repository works on a fresh clone. Runs before anything is installed: it may use nothing but Node.js.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOWEST_NODE_MAJOR = 20;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, 'package-lock.json');
// npm writes this file at the end of an install.
const installed = join(root, 'node_modules', '.package-lock.json');

const major = Number(process.versions.node.split('.')[0]);
if (major < LOWEST_NODE_MAJOR) {
  console.error(`Node.js ${LOWEST_NODE_MAJOR} or newer is needed, this is ${process.version}. Install a newer Node.js and run the command again.`);
  process.exit(1);
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockFile).mtimeMs) {
  console.log('Installing the development dependencies (npm ci) ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('npm ci failed; its own message is above. Nothing else was changed.');
    process.exit(1);
  }
}
