/** A finding of a service that validates a definition or a policy. */
export interface Finding {
  /** Location of the finding: a logical id, and the path in it. */
  readonly at: string;
  /** Whether it prevents a release. */
  readonly fails: boolean;
  readonly words: string;
}
