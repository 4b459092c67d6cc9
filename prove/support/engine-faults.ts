import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Names the file of faults to the engine, and to the proofs. What it means is in `local/engine/faults.py`. */
export const FAULTS_FILE_VARIABLE = 'ENGINE_FAULTS_FILE';

/** A call that fails, or a rule that cannot start its state machine. */
export interface Fault {
  /** ARN. */
  readonly stateMachine: string;
  /** Left out: the rule cannot start the state machine. */
  readonly state?: string;
  readonly error: string;
  readonly cause?: string;
  /** How often; `null` is for ever. */
  readonly times: number | null;
  /** The call is made, and only its answer is lost. */
  readonly after?: boolean;
}

/** Makes the engine have these faults, by user id, and no others. */
export function setFaults(faultsByUser: Readonly<Record<string, readonly Fault[]>>): void {
  // The engine must not read half a file.
  writeFileSync(`${file()}.new`, JSON.stringify(faultsByUser));
  renameSync(`${file()}.new`, file());
}

export interface Thrown {
  readonly userId: string;
  readonly state: string | null;
  readonly error: string;
}

/** What the engine has thrown since it started. */
export function thrownFaults(): Thrown[] {
  const log = `${file()}.thrown`;
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
}

function file(): string {
  return process.env[FAULTS_FILE_VARIABLE]!;
}
