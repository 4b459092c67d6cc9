/** A page of a source. */
export interface SourcePage {
  /** JSON texts without line breaks. */
  readonly lines: readonly string[];
  /** The same rows as CSV, for a source that has its files in both formats. */
  readonly csv?: Csv;
  /** Where the next page begins; absent on the last page. */
  readonly next?: string;
}

export interface Csv {
  /** The line with the names of the columns, which each file begins with. */
  readonly head: string;
  readonly rows: string;
}
