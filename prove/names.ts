/** All proofs, in the order that they are made in. */
export const PROOF_NAMES = [
  'conflicts', 'faults', 'storm', 'refused-rules', 'last-resorts', 'replays', 'lost-sign-ups', 'workers', 'engines',
  // The last, since an engine that has run thousands of executions is a slow one.
  'deliveries',
] as const;

export type ProofName = (typeof PROOF_NAMES)[number];
