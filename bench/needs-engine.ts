import { existsSync } from 'node:fs';
import * as path from 'node:path';
import type { Row } from './benchmark';
import { OUTPUTS_FILE_VARIABLE } from '../local/client/outputs';

const ENVIRONMENT_SCRIPT = path.join(__dirname, '..', '.local', 'env.sh');

/** Measures on a running engine; without one it measures nothing, and says how to get one. */
export async function needsEngine(name: string, measure: () => Promise<Row[]>): Promise<Row[]> {
  if (process.env[OUTPUTS_FILE_VARIABLE] && existsSync(process.env[OUTPUTS_FILE_VARIABLE])) {
    return measure();
  }
  console.log(`${name} is left out: it needs a running engine. Start one with "npm run local:up", read its settings with ". ${
    path.relative(process.cwd(), ENVIRONMENT_SCRIPT)}", and run this again.`);
  return [];
}
