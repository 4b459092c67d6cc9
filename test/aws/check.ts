import type { DeployedApp } from './support/deployed-app';

/** A property of the deployed product that only a real account can prove. */
export interface Check {
  /** The property, as a sentence. */
  readonly proves: string;
  /** Words of the entry of "What it cannot prove" in `local/README.md` that this check covers, if any. */
  readonly covers?: string;
  /** Reason why the local engine cannot run it; undefined if it can. */
  readonly notOnEngine?: string;
  /** Whether it breaks something that other checks need: then it does not run concurrently with them. */
  readonly alone?: true;
  /**
   * @returns the result in a few words, for the report
   * @throws Error if the check fails
   */
  readonly run: (app: DeployedApp) => Promise<string>;
}

/** Throws unless a condition is true. @param sentence the error message, with the demanded and the actual result */
export function demand(condition: boolean, sentence: string): asserts condition {
  if (!condition) {
    throw new Error(sentence);
  }
}

/** Throws unless a value is as expected. */
export function demandEqual(what: string, received: unknown, expected: unknown): void {
  const [shown, wanted] = [received, expected].map((value) => JSON.stringify(value));
  demand(shown === wanted, `${what} must be ${wanted}, but was ${shown}.`);
}

/** The outcome of a request: `allowed`, or the name of its error. */
export async function outcomeOf(request: Promise<unknown>): Promise<string> {
  return request.then(() => 'allowed', (error: Error) => error.name);
}
