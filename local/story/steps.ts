import { performance } from 'node:perf_hooks';
import type { Answer } from '../client/api';

/** A step failed. The cause has the expected and the actual result. */
export class StepFailed extends Error {}

/** Runs the steps of a story one by one, and prints each with its duration and its result. */
export class Steps {
  private count = 0;

  /**
   * @param title describes the step
   * @param play runs the step
   * @param describe describes the result in a few words
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

/** Throws unless an answer has the status. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`the status must be ${status}, but was ${answer.status} with ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

/** Throws unless a value is as expected. */
export function expectEqual<T>(what: string, received: unknown, expected: T): void {
  if (received !== expected) {
    throw new Error(`${what} must be ${JSON.stringify(expected)}, but was ${JSON.stringify(received)}`);
  }
}
