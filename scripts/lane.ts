import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { signalGroup } from '../local/process/process-group';
import { REPOSITORY } from '../local/process/state-directory';

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** A shell script with exports for the environment of the command. */
  readonly environmentScript?: string;
}

/** The name and the arguments of a program. */
export type Command = readonly [program: string, ...args: string[]];

/** Runs commands one after another, at the same time as other lanes. Each line of their output starts with the name of the lane. */
export class Lane {
  constructor(readonly name: string, private readonly signal: AbortSignal) {}

  /** Runs a command. If the signal aborts, asks it to end, waits until it has ended, and then throws. @returns whether it succeeded */
  async run(title: string, command: Command, { env = {}, environmentScript }: RunOptions = {}): Promise<boolean> {
    this.signal.throwIfAborted();
    this.say(`== ${title}`);
    const [program, ...args] = environmentScript === undefined ? command : ['sh', '-c', '. "$0" && exec "$@"', environmentScript, ...command];
    const child = spawn(program, args, {
      cwd: REPOSITORY,
      // With its own process group, we can also end the processes that it has started.
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

/** A command of a dependency. */
export function tool(name: string, ...args: readonly string[]): Command {
  return [path.join(REPOSITORY, 'node_modules', '.bin', name), ...args];
}

/** A script of this repository. At Ctrl-C, the command `tsx` would end before the script. */
export function script(file: string, ...args: readonly string[]): Command {
  return [process.execPath, '--import', 'tsx', file, ...args];
}
