import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { send } from './request';
import { fullTables, POOL, type StoreSize } from './tables';
import { eventually } from '../../local/client/eventually';
import { environmentWithoutAws, REGION } from '../../local/engine/environment';
import { preparePython } from '../../local/engine/python';
import { printedStep } from '../../local/process/progress';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/process/state-directory';

/** A DynamoDB with rows, a user pool with a user, and an STS. */
export interface Store {
  readonly endpoint: string;
  end(): Promise<void>;
}

/** Starts a replacement for DynamoDB, Cognito and STS: the implementation of the local engine, without IAM and TLS. */
export async function startStore(size: StoreSize, signal: AbortSignal): Promise<Store> {
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, printedStep, signal);
  const child = spawn(python, [path.join(__dirname, 'server.py')], { stdio: ['pipe', 'pipe', 'inherit'], env: environmentWithoutAws(), signal });
  const exit = once(child, 'exit');
  // After a signal the store ends, and perhaps no caller waits for it.
  exit.catch(() => {});
  child.stdin.end(JSON.stringify({ tables: fullTables(size), pool: POOL }));

  for await (const line of createInterface(child.stdout)) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port !== undefined) {
      const endpoint = `http://127.0.0.1:${port}`;
      await eventually('an answer of the store', () => isHealthy(endpoint)).catch((error: unknown) => {
        child.kill();
        throw error;
      });
      // Discards later output: an output that is not read would block the process.
      child.stdout.resume();
      return {
        endpoint,
        end: async () => {
          child.kill();
          await exit;
        },
      };
    }
  }
  throw new Error('The store ended before it was ready. Its output is above.');
}

/** The environment variables with which AWS clients work with a store. */
export function storeEnvironment(endpoint: string): Record<string, string> {
  return { AWS_ENDPOINT_URL: endpoint, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
}

async function isHealthy(endpoint: string): Promise<true | undefined> {
  const answer = await send(`${endpoint}/_ministack/health`).catch(() => undefined);
  return answer?.status === 200 || undefined;
}
