/** Runs benchmarks as a client of a running engine: `measure-on-engine.ts <report> <name>...`. */
import { writeFileSync } from 'node:fs';
import { BENCHMARKS } from './catalog';
import { measure } from './run-benchmarks';
import { runToEnd } from '../local/process/run-to-end';

async function main([report, ...names]: readonly string[], signal: AbortSignal): Promise<void> {
  const rows = await measure(BENCHMARKS.filter(({ name }) => names.includes(name)), signal);
  writeFileSync(report, JSON.stringify(rows));
}

void runToEnd(async (signal) => main(process.argv.slice(2), signal));
