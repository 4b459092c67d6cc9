/** The function that Jazzer.js calls. The environment variable `FUZZ_TARGET` chooses the target. */
import fc from 'fast-check';
import { caseOfBytes } from './case-of-bytes';
import { fuzzTargets } from './targets';

const target = fuzzTargets().then((targets) => targets.find(({ name }) => name === process.env.FUZZ_TARGET)!);

export async function fuzz(bytes: Buffer): Promise<void> {
  const { cases, check } = await target;
  const fuzzCase = caseOfBytes(cases, bytes);
  try {
    await check(fuzzCase);
  } catch (error) {
    throw new Error(`${(error as Error).message}\nCase: ${fc.stringify(fuzzCase)}`);
  }
}
