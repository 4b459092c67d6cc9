import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Metafile } from 'esbuild';
import { runCommand } from '../../local/process/run-command';

const ROOT = path.join(__dirname, '..', '..');

/** Written by each build of the dashboard. */
const METAFILE = path.join(ROOT, '.local', 'dashboard.meta.json');

/** Builds the web page of the dashboard into `assets/dashboard`. */
export async function buildDashboard(signal: AbortSignal): Promise<Metafile> {
  await runCommand(path.join(ROOT, 'node_modules', '.bin', 'vite'), ['build', 'dashboard', '--config', 'dashboard/vite.config.ts', '--logLevel', 'warn'], {
    purpose: 'Building the dashboard',
    cwd: ROOT,
    // Vite reads NODE_ENV. With a fixed value, a build within a test run gives the same files as any other build.
    env: { ...process.env, NODE_ENV: 'production' },
    signal,
  });
  return JSON.parse(readFileSync(METAFILE, 'utf8'));
}
