import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { environmentWithoutAws } from '../../local/engine/environment';
import { preparePython } from '../../local/engine/python';
import { DEFAULT_CACHE_DIRECTORY } from '../../local/process/state-directory';

/** Environment variable with the address of another DynamoDB on this machine to compare with, such as DynamoDB Local. */
const OWN_ENDPOINT_VARIABLE = 'DYNAMODB_ENDPOINT';

export interface SecondEngine {
  readonly name: string;
  readonly dynamodb: DynamoDBClient;
  end(): Promise<void>;
}

/** Starts moto, which shares no code with the engine, and adds the engine that the environment names. */
export async function startSecondEngines(signal: AbortSignal): Promise<SecondEngine[]> {
  const ownEndpoint = process.env[OWN_ENDPOINT_VARIABLE];
  return [
    await startMoto(signal),
    ...ownEndpoint ? [{ name: ownEndpoint, dynamodb: clientOf(ownEndpoint), end: async () => {} }] : [],
  ];
}

async function startMoto(signal: AbortSignal): Promise<SecondEngine> {
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, (_, work) => work(), signal, {
    purpose: 'the second engine', name: 'python-second-engine', requirements: [path.join(__dirname, 'requirements.txt')],
  });
  const child = spawn(python, [path.join(__dirname, 'server.py')], { stdio: ['pipe', 'pipe', 'ignore'], env: environmentWithoutAws(), signal });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port !== undefined) {
      return {
        name: 'moto',
        dynamodb: clientOf(`http://127.0.0.1:${port}`),
        end: async () => {
          child.stdin.end();
          await exit;
        },
      };
    }
  }
  throw new Error('The second engine ended before it was ready.');
}

function clientOf(endpoint: string): DynamoDBClient {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname)) {
    throw new Error(`${OWN_ENDPOINT_VARIABLE} must be an address of this machine, but was ${endpoint}.`);
  }
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
}
