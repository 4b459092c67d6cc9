import type { DeployedApp } from './support/deployed-app';

/** Something about the deployed product that only a real account can show for good. */
export interface Check {
  /** What it shows, as a sentence. */
  readonly proves: string;
  /** Words of the line of "What it cannot prove" in `local/README.md` that it stands in for, where there is one. */
  readonly covers?: string;
  /** Why the local engine cannot run it; left out where it can. */
  readonly notOnEngine?: string;
  /** Whether it breaks something for a moment that other checks rely on: it runs when no other does. */
  readonly alone?: true;
  /**
   * @returns what came back, in a few words, for the report
   * @throws Error when it does not hold
   */
  readonly run: (app: DeployedApp) => Promise<string>;
}

/** Demands something. @param sentence what is demanded, and what was found instead */
export function demand(condition: boolean, sentence: string): asserts condition {
  if (!condition) {
    throw new Error(sentence);
  }
}

/** Demands a value. */
export function demandEqual(what: string, received: unknown, expected: unknown): void {
  const [shown, wanted] = [received, expected].map((value) => JSON.stringify(value));
  demand(shown === wanted, `${what} must be ${wanted}, but was ${shown}.`);
}

/** What a request ends in: `allowed`, or the name of its error. */
export async function outcomeOf(request: Promise<unknown>): Promise<string> {
  return request.then(() => 'allowed', (error: Error) => error.name);
}
