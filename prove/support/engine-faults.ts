import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Environment variable with the file of faults, for the engine and the proofs. `local/engine/faults.py` documents the file. */
export const FAULTS_FILE_VARIABLE = 'ENGINE_FAULTS_FILE';

/** A call that fails, or a rule that cannot start its state machine. */
export interface Fault {
  /** ARN of the state machine. */
  readonly stateMachine: string;
  /** Name of the state. Without it, the rule cannot start the state machine. */
  readonly state?: string;
  readonly error: string;
  readonly cause?: string;
  /** Number of failures; `null` means always. */
  readonly times: number | null;
  /** Whether the call is executed and only its result is lost. */
  readonly after?: boolean;
}

/** Replaces the faults of the engine by these, by user id. */
export function setFaults(faultsByUser: Readonly<Record<string, readonly Fault[]>>): void {
  // The engine must not read a partly written file.
  writeFileSync(`${file()}.new`, JSON.stringify(faultsByUser));
  renameSync(`${file()}.new`, file());
}

export interface Thrown {
  readonly userId: string;
  readonly state: string | null;
  readonly error: string;
}

/** The faults that the engine has thrown since it started. */
export function thrownFaults(): Thrown[] {
  const log = `${file()}.thrown`;
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
}

function file(): string {
  return process.env[FAULTS_FILE_VARIABLE]!;
}
