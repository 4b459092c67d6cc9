/** All proofs, in the order in which they run. */
export const PROOF_NAMES = [
  'conflicts', 'faults', 'storm', 'refused-rules', 'last-resorts', 'replays', 'lost-sign-ups', 'workers', 'deletions', 'deletion-faults', 'restorations', 'persons',
  'exports', 'freshness', 'audit', 'engines',
  // The last, because thousands of executions make the engine slow.
  'deliveries',
] as const;

export type ProofName = (typeof PROOF_NAMES)[number];
