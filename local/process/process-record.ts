import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The data with which a later command finds a process again. */
export interface ProcessRecord {
  readonly pid: number;
  readonly port: number;
}

export function writeRecord(file: string, record: ProcessRecord): void {
  writeFileSync(file, JSON.stringify(record));
}

/** The process of the record in a file, if it still runs the program. */
export function runningProcess(file: string, program: string): ProcessRecord | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  const record = JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  // After a restart of the machine, another process can have the number.
  return commandLineOf(record.pid).includes(program) ? record : undefined;
}

function commandLineOf(pid: number): string {
  try {
    return existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
