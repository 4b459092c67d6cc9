import { createHash } from 'node:crypto';
import { STATUS_SHARD_SEPARATOR, type TenantStatus } from '../../contract/attributes';

/** The partition of the index by status that a tenant is in. Every write of a status writes it too. The saga computes the same. */
export function statusShard(status: TenantStatus, tenantId: string): string {
  return status + STATUS_SHARD_SEPARATOR + createHash('sha256').update(tenantId).digest('hex')[0];
}
