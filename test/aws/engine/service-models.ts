import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import type { ObservedRequest } from '../support/observed';

/** What is wrong with requests by the models of the services that botocore has: unknown and missing members, types, lengths, values, patterns. */
export async function faultsOfRequests(python: string, requests: readonly ObservedRequest[]): Promise<string[]> {
  const { status, stdout, stderr } = spawnSync(python, [path.join(__dirname, 'service_models.py')], { input: JSON.stringify(requests), encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) {
    throw new Error(`The requests cannot be held against the models: ${stderr}`);
  }
  return JSON.parse(stdout);
}
