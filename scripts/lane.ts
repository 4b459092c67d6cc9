import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { signalGroup } from '../local/process/process-group';
import { REPOSITORY } from '../local/process/state-directory';

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** A script of exports that the command is to find in its environment, as if a person had read it into their shell. */
  readonly environmentScript?: string;
}

/** A command, with the name and the arguments of its program. */
export type Command = readonly [program: string, ...args: string[]];

/** Commands that run one after another, beside those of other lanes. Each line that they print says which lane it is from. */
export class Lane {
  constructor(readonly name: string, private readonly signal: AbortSignal) {}

  /** Runs a command. An abort of the signal asks it to end, waits for that, and then throws. @returns whether it succeeded */
  async run(title: string, command: Command, { env = {}, environmentScript }: RunOptions = {}): Promise<boolean> {
    this.signal.throwIfAborted();
    this.say(`== ${title}`);
    const [program, ...args] = environmentScript === undefined ? command : ['sh', '-c', '. "$0" && exec "$@"', environmentScript, ...command];
    const child = spawn(program, args, {
      cwd: REPOSITORY,
      // A group of its own lets us end what it has started, too.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }), ...env },
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => this.say(line));
    }
    const interrupt = () => child.pid !== undefined && signalGroup(child.pid, 'SIGTERM');
    this.signal.addEventListener('abort', interrupt);
    const [code] = await once(child, 'close');
    this.signal.removeEventListener('abort', interrupt);
    this.signal.throwIfAborted();
    return code === 0;
  }

  say(line: string): void {
    console.log(`${this.name} | ${line}`);
  }
}

/** A command that a dependency brings. */
export function tool(name: string, ...args: readonly string[]): Command {
  return [path.join(REPOSITORY, 'node_modules', '.bin', name), ...args];
}

/** A script of this repository. The command `tsx` would end at Ctrl-C before the script does. */
export function script(file: string, ...args: readonly string[]): Command {
  return [process.execPath, '--import', 'tsx', file, ...args];
}
