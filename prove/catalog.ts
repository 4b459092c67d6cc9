import { audit } from './audit';
import { conflicts } from './conflicts';
import { deletionFaults } from './deletion-faults';
import { deletions } from './deletions';
import { deliveries } from './deliveries';
import { engines } from './engines';
import { exportsOfTenants } from './exports';
import { faults } from './faults';
import { freshness } from './freshness';
import { lastResorts } from './last-resorts';
import { lostSignUps } from './lost-sign-ups';
import type { ProofName } from './names';
import { persons } from './persons';
import type { Proof } from './proof';
import { refusedRules } from './refused-rules';
import { replays } from './replays';
import { restorations } from './restorations';
import { storm } from './storm';
import { workers } from './workers';

export const PROOFS: Readonly<Record<ProofName, Proof>> = {
  conflicts,
  faults,
  storm,
  'refused-rules': refusedRules,
  'last-resorts': lastResorts,
  replays,
  'lost-sign-ups': lostSignUps,
  workers,
  deletions,
  'deletion-faults': deletionFaults,
  restorations,
  persons,
  'exports': exportsOfTenants,
  freshness,
  audit,
  engines,
  deliveries,
};
