import type { Caller } from './tenant-scope';
import type { ChangedBy } from '../../contract/actor';

/** Returns what a row stores about a change through this scope. */
export function changedBy({ actor: { type, id }, requestId, sealedClient }: Caller, at = new Date().toISOString()): ChangedBy {
  return {
    type,
    id,
    at,
    // DynamoDB's client refuses undefined values inside a map.
    ...requestId !== undefined && { requestid: requestId },
    ...sealedClient !== undefined && { sealedclient: sealedClient },
  };
}
