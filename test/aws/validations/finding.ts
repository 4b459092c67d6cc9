/** Something that a service says of what it was asked to validate. */
export interface Finding {
  /** What it is about: a logical id, and where in it. */
  readonly at: string;
  /** Whether it keeps the release back. */
  readonly fails: boolean;
  readonly words: string;
}
