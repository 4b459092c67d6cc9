/** The result of a part of a run. */
export interface Result {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  readonly seconds: number;
  /** The result, the error, or the reason why the part was not run. */
  readonly words: string;
}

export function inOneLine({ name, outcome, seconds, words }: Result): string {
  return `${outcome.padEnd(8)} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${words.replace(/\s+/g, ' ')}`;
}
