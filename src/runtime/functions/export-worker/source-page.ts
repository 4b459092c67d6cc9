/** A page of a source. */
export interface SourcePage {
  /** JSON texts without line breaks. */
  readonly lines: readonly string[];
  /** Where the next page begins; absent on the last page. */
  readonly next?: string;
}
