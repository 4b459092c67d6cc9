import { parseArgs } from 'node:util';
import { EXAMPLES, type ExampleName } from './examples';
import { Failure } from './failure';
import { DEFAULT_CACHE_DIRECTORY, DEFAULT_STATE_DIRECTORY, stateDirectory, type StateDirectory } from './state-directory';

export interface LocalOptions {
  readonly state: StateDirectory;
  /** What starts share with each other: the Python environment and the built package. */
  readonly cacheDirectory: string;
  /** 0: any free port. */
  readonly port: number;
  /** Settings of the engine beside those that make it behave as AWS does: environment variables. */
  readonly engineSettings?: Readonly<Record<string, string>>;
}

/** What the commands are told. */
export interface CommandLineOptions extends LocalOptions {
  /** Which of the examples to deploy. */
  readonly example: ExampleName;
}

export const DEFAULT_PORT = 4566;

export function readOptions(args: readonly string[]): CommandLineOptions {
  const { values } = parse(args);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Failure(`--port takes a number from 0 (any free port) to 65535, got ${values.port}.`);
  }
  if (!isExampleName(values.example)) {
    throw new Failure(`--example takes ${Object.keys(EXAMPLES).join(' or ')}, got ${values.example}.`);
  }
  return { state: stateDirectory(values['state-dir']), cacheDirectory: values['cache-dir'], port, example: values.example };
}

function isExampleName(name: string): name is ExampleName {
  return Object.hasOwn(EXAMPLES, name);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'state-dir': { type: 'string', default: DEFAULT_STATE_DIRECTORY },
        'cache-dir': { type: 'string', default: DEFAULT_CACHE_DIRECTORY },
        'port': { type: 'string', default: String(DEFAULT_PORT) },
        'example': { type: 'string', default: 'typescript' },
      },
    });
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}
