/**
 * Runs the named proofs against a running deployment: `tsx prove/play.ts <report> <seed> <quick|full> <applications> <name>...`.
 * It needs the environment of a client of the engine. Commas separate the applications.
 */
import { writeFileSync } from 'node:fs';
import { PROOFS } from './catalog';
import { PROOF_NAMES } from './names';
import type { Counts, Outcome } from './proof';
import { printedStep, printLine } from '../local/process/progress';
import { runToEnd } from '../local/process/run-to-end';

class Unproven extends Error {
  public constructor(public readonly counts: Counts, public readonly violations: readonly string[]) {
    super(violations.join('\n'));
  }
}

async function main(signal: AbortSignal): Promise<void> {
  const [report, seed, size, applications, ...names] = process.argv.slice(2);
  const result = { passed: 0, failed: 0 };
  for (const name of PROOF_NAMES.filter((known) => names.includes(known))) {
    const proof = PROOFS[name];
    for (const applicationName of proof.applications.filter((known) => applications.split(',').includes(known))) {
      const options = { seed: Number(seed), quick: size === 'quick', signal, report: (progress: string) => printLine(`  ${progress}`) };
      const holds = await show(`${name}, ${applicationName}`, () => proof.run(applicationName, options), signal);
      result[holds ? 'passed' : 'failed']++;
    }
  }
  writeFileSync(report, JSON.stringify(result));
}

async function show(title: string, prove: () => Promise<Outcome>, signal: AbortSignal): Promise<boolean> {
  try {
    const { counts } = await printedStep(title, async () => {
      const made = await prove();
      if (made.violations.length > 0) {
        throw new Unproven(made.counts, made.violations);
      }
      return made;
    });
    console.log(`  ${describe(counts)}`);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Unproven) {
      console.log(`  ${describe(error.counts)}`);
      error.violations.forEach((violation) => console.log(`  ${violation}`));
    } else {
      console.log(`  ${(error as Error).stack}`);
    }
    return false;
  }
}

function describe(counts: Counts): string {
  return Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ');
}

void runToEnd(main);
