import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { Failure } from './failure';
import { endProcessGroup } from './process-group';

const LINES_IN_MESSAGE = 15;

export interface CommandOptions {
  /** Purpose of the command, as the subject of "... failed". */
  readonly purpose: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** File to append the output to. */
  readonly log?: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a command and returns its output. When the signal aborts, it ends the command with all of its descendants, and then
 * throws the reason of the signal.
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { purpose, cwd, env, log, signal } = options;
  signal.throwIfAborted();
  // In its own process group, the command does not get the Ctrl-C of the terminal, and we can end its descendants too.
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const logStream = log === undefined ? undefined : createWriteStream(log, { flags: 'a' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      logStream?.write(text);
    });
  }

  const ending = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new Failure(`${purpose} failed: ${command} cannot be run (${error.message}).`)));
    child.once('close', resolve);
  });
  const abort = () => child.pid !== undefined && void endProcessGroup(child.pid);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const exitCode = await ending;
    signal.throwIfAborted();
    if (exitCode !== 0) {
      throw new Failure(`${purpose} failed${log === undefined ? '' : ` (its log is ${log})`}:\n${lastLines(output)}`);
    }
    return output;
  } finally {
    signal.removeEventListener('abort', abort);
    logStream?.end();
  }
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-LINES_IN_MESSAGE).map((line) => `  ${line}`).join('\n');
}
