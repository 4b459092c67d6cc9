/** A line of the table of results. */
export interface Row {
  readonly figure: string;
  readonly measured: string;
  /** The value to compare with, measured in the same run. */
  readonly reference: string;
  /** The relation of the two values. */
  readonly result: string;
  readonly target: string;
  /** Undefined without a target. */
  readonly holds?: boolean;
}

/** A group of measurements. */
export interface Benchmark {
  readonly name: string;
  /** Whether it needs deployments of the example and of the article's design. */
  readonly onEngine?: boolean;
  /** Measures. After the signal aborts, it ends soon and cleans up. */
  readonly run: (signal: AbortSignal) => Promise<Row[]>;
}
