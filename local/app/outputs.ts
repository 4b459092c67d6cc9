import { readFileSync, writeFileSync } from 'node:fs';
import { REGION } from '../engine/environment';
import type { Engine } from '../engine/running-engine';
import type { StateDirectory } from '../process/state-directory';

/** Values of the stack outputs by name. */
export type Outputs = Readonly<Record<string, string>>;

const EXECUTE_API_URL = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com\//g;

/** Queue URLs have the host name of AWS that the engine is configured with, and SDKs send requests to the host of the queue URL. */
const QUEUE_URL = /https:\/\/us-east-1\.amazonaws\.com:\d+(?=\/\d{12}\/)/g;

/** Writes the outputs of all stacks as one flat object, with URLs that clients of the engine can reach. */
export function writeOutputs(cdkOutputsFile: string, engine: Engine, state: StateDirectory): Outputs {
  const byStack = JSON.parse(readFileSync(cdkOutputsFile, 'utf8')) as Record<string, Record<string, string>>;
  return saveOutputs(flatten(byStack, engine.endpoint), state);
}

export function saveOutputs(outputs: Outputs, state: StateDirectory): Outputs {
  writeFileSync(state.outputs, `${JSON.stringify(outputs, undefined, 2)}\n`);
  return outputs;
}

export function flatten(byStack: Readonly<Record<string, Readonly<Record<string, string>>>>, endpoint: string): Outputs {
  const outputs: Record<string, string> = { Endpoint: endpoint, Region: REGION };
  for (const [name, value] of Object.values(byStack).flatMap((stack) => Object.entries(stack))) {
    outputs[name] = value
      .replace(EXECUTE_API_URL, `${endpoint}/_aws/execute-api/$1/`)
      .replace(QUEUE_URL, endpoint);
  }
  if (outputs.UserPoolId !== undefined) {
    outputs.JwksUrl = `${endpoint}/${outputs.UserPoolId}/.well-known/jwks.json`;
  }
  return outputs;
}
