/** A client of a running engine that measures it: `measure-on-engine.ts <report> <name>...`. */
import { writeFileSync } from 'node:fs';
import { BENCHMARKS } from './catalog';
import { measure } from './run-benchmarks';

async function main([report, ...names]: readonly string[]): Promise<void> {
  const rows = await measure(BENCHMARKS.filter(({ name }) => names.includes(name)));
  writeFileSync(report, JSON.stringify(rows));
}

void main(process.argv.slice(2));
