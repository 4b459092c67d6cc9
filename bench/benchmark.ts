/** One line of the table of results. */
export interface Row {
  readonly figure: string;
  readonly measured: string;
  /** What it is held against, measured in the same run. */
  readonly reference: string;
  /** The two in relation. */
  readonly result: string;
  readonly target: string;
  /** Left out where there is no target. */
  readonly holds?: boolean;
}

/** Something that is measured. */
export interface Benchmark {
  readonly name: string;
  /** Whether it talks to the deployed example, and to the article's design deployed beside it. */
  readonly onEngine?: boolean;
  /** Ends soon after the signal, and leaves nothing behind. */
  readonly run: (signal: AbortSignal) => Promise<Row[]>;
}
