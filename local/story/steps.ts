import { performance } from 'node:perf_hooks';
import type { Answer } from '../client/api';

/** A step did not end as it should; the message says what was expected and what came back. */
export class StepFailed extends Error {}

/** Runs the steps of a story one by one, and prints each with its time and what came back. */
export class Steps {
  private count = 0;

  /**
   * @param title what happens
   * @param play does it
   * @param describe what came back, in a few words
   */
  public async step<T>(title: string, play: () => Promise<T>, describe: (result: T) => string): Promise<T> {
    const number = String(++this.count).padStart(2);
    const started = performance.now();
    try {
      const result = await play();
      console.log(`${number}  ok      ${elapsed(started)}  ${title}: ${describe(result)}`);
      return result;
    } catch (error) {
      console.log(`${number}  FAILED  ${elapsed(started)}  ${title}: ${(error as Error).message}`);
      throw new StepFailed(title, { cause: error });
    }
  }

  public get played(): number {
    return this.count;
  }
}

function elapsed(started: number): string {
  return `${Math.round(performance.now() - started).toString().padStart(6)} ms`;
}

/** Demands a status of an answer. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`expected status ${status}, received ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

/** Demands a value. */
export function expectEqual<T>(what: string, received: unknown, expected: T): void {
  if (received !== expected) {
    throw new Error(`expected ${what} to be ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`);
  }
}
