/** A rule of a scanner that a resource of the example breaks. */
export interface Finding {
  /** Id of the rule, with its detail if the rule reports one. */
  readonly id: string;
  /** Path of the construct. */
  readonly path: string;
}

/** The reason why findings are acceptable. */
export interface Reason {
  readonly ids: readonly string[];
  /** Paths of the constructs to which it applies. */
  readonly at: RegExp;
  /** A sentence or two. */
  readonly reason: string;
}

/** The findings without a reason, as text. */
export function unanswered(findings: readonly Finding[], reasons: readonly Reason[]): string[] {
  return findings
    .filter((finding) => !reasons.some(({ ids, at }) => ids.includes(finding.id) && at.test(finding.path)))
    .map(({ id, path }) => `${id} at ${path}`);
}

/** The parts of reasons without a finding, as text. */
export function unneeded(reasons: readonly Reason[], findings: readonly Finding[]): string[] {
  return reasons.flatMap(({ ids, at }) => ids
    .filter((id) => !findings.some((finding) => finding.id === id && at.test(finding.path)))
    .map((id) => `${id} at ${at.source}`));
}

/** The path of a construct, and those of all below it. */
export function atOrBelow(constructPath: string): RegExp {
  return new RegExp(`^${constructPath.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:/|$)`);
}
