import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import type { ObservedRequest } from '../support/observed';

/** Checks requests with botocore's models of the services: unknown and missing members, types, lengths, values, patterns. @returns the errors */
export async function faultsOfRequests(python: string, requests: readonly ObservedRequest[]): Promise<string[]> {
  const { status, stdout, stderr } = spawnSync(python, [path.join(__dirname, 'service_models.py')], { input: JSON.stringify(requests), encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) {
    throw new Error(`The requests cannot be compared with the models: ${stderr}`);
  }
  return JSON.parse(stdout);
}
