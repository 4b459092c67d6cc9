import type { TenantScope } from './tenant-scope';
import type { ChangedBy } from '../../contract/actor';

/** Returns what a row stores about a change through this scope. */
export function changedBy({ actor: { type, id }, requestId }: Pick<TenantScope, 'actor' | 'requestId'>, at = new Date().toISOString()): ChangedBy {
  // DynamoDB's client refuses undefined values inside a map.
  return { type, id, at, ...requestId !== undefined && { requestid: requestId } };
}
