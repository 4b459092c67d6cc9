import { createHash } from 'node:crypto';
import { STATUS_SHARD_SEPARATOR, type TenantStatus } from '../../contract/attributes';

/** Returns the partition of a tenant in the index by status. Every write of a status must write it too. The saga computes the same value. */
export function statusShard(status: TenantStatus, tenantId: string): string {
  return status + STATUS_SHARD_SEPARATOR + createHash('sha256').update(tenantId).digest('hex')[0];
}
