/** One line of the table of results. */
export interface Row {
  readonly figure: string;
  readonly measured: string;
  /** What it is held against, measured in the same run. */
  readonly reference: string;
  /** The two in relation. */
  readonly result: string;
  readonly target: string;
  readonly holds: boolean;
}

/** Something that is measured. */
export interface Benchmark {
  readonly name: string;
  /** @returns no rows, and says why, where what it needs is missing */
  readonly run: () => Promise<Row[]>;
}
