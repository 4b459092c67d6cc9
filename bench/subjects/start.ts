import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { buildSync } from 'esbuild';
import type { Order } from './serve';
import { environmentWithoutAws } from '../../local/engine/environment';
import { functionRuntimeDirectory } from '../../local/engine/function-runtime';
import type { Subject } from '../measure';

/** The Node.js that runs the functions. */
export const FUNCTION_NODE = path.join(functionRuntimeDirectory(), 'node');

/** A process with calls that can be timed. */
export interface SubjectProcess {
  /** Times a number of consecutive calls. */
  subject(call: string, times: number): Subject;
  /** Times several calls in turn. Returns the times of each call, in milliseconds. */
  inTurn(calls: readonly string[], times: number): Promise<readonly number[][]>;
  end(): unknown;
}

/** Bundles of modules of this folder, by module. */
const bundles = new Map<string, string>();

/** Starts a module of this folder like a function: bundled, minified, with the Node.js of the functions. */
export async function startSubjects(module: string, environment: Readonly<Record<string, string>>): Promise<SubjectProcess> {
  const child = fork(bundleOf(module), {
    execPath: FUNCTION_NODE,
    execArgv: [],
    env: { ...environmentWithoutAws(), ...environment },
    // Functions write their logs, but nothing reads them.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit').then(() => {
    throw new Error(`The process that measures ${module} ended. Its output is above.`);
  });
  // The process ends when `end` is called, and then no caller waits for this promise.
  died.catch(() => {});
  const answer = async () => (await Promise.race([once(child, 'message'), died]))[0];
  const inTurn = async (calls: readonly string[], times: number): Promise<number[][]> => {
    const answered = answer();
    child.send({ calls, times } satisfies Order);
    return answered;
  };

  await answer();
  return {
    inTurn,
    subject: (call, times) => async () => (await inTurn([call], times))[0],
    end: () => child.kill(),
  };
}

function bundleOf(module: string): string {
  let outfile = bundles.get(module);
  if (outfile === undefined) {
    const directory = mkdtempSync(path.join(tmpdir(), 'bench-subjects-'));
    process.once('exit', () => rmSync(directory, { recursive: true }));
    outfile = path.join(directory, `${module}.cjs`);
    buildSync({ entryPoints: [path.join(__dirname, `${module}.ts`)], outfile, bundle: true, minify: true, platform: 'node', target: 'node24' });
    bundles.set(module, outfile);
  }
  return outfile;
}
