import type { AuditRecord } from '../../../contract/audit';

/** What a record says about a change, without its origin. */
export interface Happening extends Pick<AuditRecord, 'action' | 'actor' | 'targets' | 'changes'> {
  readonly tenantId: string;
}
