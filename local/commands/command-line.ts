import * as path from 'node:path';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { EXAMPLES, type ExampleName } from '../examples/examples';
import { DEFAULT_CACHE_DIRECTORY, DEFAULT_STATE_DIRECTORY, REPOSITORY, stateDirectory, type StateDirectory } from '../process/state-directory';

export interface LocalOptions {
  readonly state: StateDirectory;
  /** Directory that all engines share, with the Python environment and the built package. */
  readonly cacheDirectory: string;
  /** 0 means any free port. */
  readonly port: number;
  /** Environment variables of the engine, in addition to the settings that make it behave like AWS. */
  readonly engineSettings?: Readonly<Record<string, string>>;
}

/** The options of a command. */
export interface CommandLineOptions extends LocalOptions {
  /** The example to deploy. */
  readonly example: ExampleName;
}

export const DEFAULT_PORT = 4566;

/** An npm script with `--help`. An invalid command line ends the process with exit code 1 before the script does anything. */
export function npmScript(name: string, description: string) {
  return new Command(`npm run ${name} --`)
    .description(description)
    .helpOption('--help', 'show this help')
    .allowExcessArguments(false)
    .showHelpAfterError(`Run "npm run ${name} -- --help" to see the options.`);
}

/** The option that selects an engine. */
export function stateDirectoryOption(defaultDirectory = DEFAULT_STATE_DIRECTORY) {
  return new Option('--state-dir <directory>', 'the directory for the state of the engine; engines with different directories can run side by side')
    .default(defaultDirectory, path.relative(REPOSITORY, defaultDirectory));
}

/** An npm script that starts an engine and deploys an example to it. */
export function engineScript(name: string, description: string, defaults: { readonly stateDirectory?: string; readonly port?: number } = {}) {
  return npmScript(name, description)
    .addOption(stateDirectoryOption(defaults.stateDirectory))
    .addOption(new Option('--cache-dir <directory>', 'the directory that all engines share, with the Python environment and the built package')
      .default(DEFAULT_CACHE_DIRECTORY, path.relative(REPOSITORY, DEFAULT_CACHE_DIRECTORY)))
    .addOption(new Option('--port <number>', 'the port of the engine on this machine; 0 means any free port')
      .argParser(portNumber).default(defaults.port ?? DEFAULT_PORT))
    .addOption(new Option('--example <name>', 'the example to deploy')
      .choices(Object.keys(EXAMPLES) as ExampleName[]).default('typescript' as const satisfies ExampleName));
}

/** Converts the parsed options of an `engineScript`. */
export function localOptions(
  { stateDir, cacheDir, port, example }: ReturnType<ReturnType<typeof engineScript>['opts']>,
): CommandLineOptions {
  return { state: stateDirectory(stateDir), cacheDirectory: cacheDir, port, example };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError('It must be a number from 0 (any free port) to 65535.');
  }
  return port;
}
