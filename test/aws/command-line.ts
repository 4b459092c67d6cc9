import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../../local/process/failure';
import { DEFAULT_STATE_DIRECTORY } from '../../local/process/state-directory';

export const HELP = `Runs the product in a real AWS account, with the credentials and the Region of the environment.

npm run test:aws                          prints the plan of a run, and does nothing
npm run test:aws -- --yes                 deploys the example, runs the story and all checks, and removes everything
npm run test:aws -- --validate-only       validates state machines, policies and a change set; creates no resources
npm run test:aws -- --clean               lists leftovers of interrupted runs; with --yes, removes them

  --only <name>,<name>   run only these checks, without the story (needs --yes)
  --release <version>    write the report of a complete run to docs/releases, for the release of this version (needs --yes)
  --state-dir <dir>      directory for the log of the deployment and the outputs (default: .local/aws)
  --list                 list the checks with the properties that they prove
  --help                 show this help
`;

/** Commands that need the example. */
export type Work = { readonly stateDirectory: string } & (
  | { readonly kind: 'plan' | 'validate' }
  | { readonly kind: 'run'; readonly only?: readonly string[]; readonly release?: string }
);

export type Command =
  | { readonly kind: 'help' | 'list' }
  | { readonly kind: 'clean'; readonly yes: boolean }
  | Work;

const DEFAULT_DIRECTORY = path.join(DEFAULT_STATE_DIRECTORY, 'aws');

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** @param known names of all checks */
export function readCommand(args: readonly string[], known: readonly string[]): Command {
  const { values } = parse(args);
  const modes = (['help', 'list', 'validate-only', 'clean', 'yes'] as const).filter((mode) => values[mode]);
  if (modes.length > 1 && modes.join() !== 'clean,yes') {
    throw new Failure(`Only one of ${modes.map((mode) => `--${mode}`).join(' and ')} can be given.`);
  }
  const only = values.only?.split(',');
  const unknown = (only ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Failure(`--only must name checks, but ${unknown.join(', ')} is not one. Choose from ${known.join(', ')}.`);
  }
  if (values.release !== undefined && !VERSION.test(values.release)) {
    throw new Failure(`--release must be a version such as 1.2.0, but was ${values.release}.`);
  }
  if (values.release !== undefined && only !== undefined) {
    throw new Failure('--release must be a complete run, but --only selects some checks. Remove one of the two options.');
  }
  if (modes[0] !== 'yes' && (only ?? values.release) !== undefined) {
    throw new Failure('--only and --release need --yes. Add it.');
  }
  const stateDirectory = values['state-dir'] ?? DEFAULT_DIRECTORY;
  switch (modes[0]) {
    case 'help': return { kind: 'help' };
    case 'list': return { kind: 'list' };
    case 'validate-only': return { kind: 'validate', stateDirectory };
    case 'clean': return { kind: 'clean', yes: values.yes === true };
    case 'yes': return { kind: 'run', only, release: values.release, stateDirectory };
    default: return { kind: 'plan', stateDirectory };
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'yes': { type: 'boolean' },
        'validate-only': { type: 'boolean' },
        'clean': { type: 'boolean' },
        'only': { type: 'string' },
        'release': { type: 'string' },
        'state-dir': { type: 'string' },
        'list': { type: 'boolean' },
        'help': { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${HELP}`);
  }
}
