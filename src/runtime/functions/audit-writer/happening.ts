import type { AuditRecord } from '../../../contract/audit';

/** The fields of a record that describe the change itself, without its origin. */
export interface Happening extends Pick<AuditRecord, 'action' | 'actor' | 'targets' | 'changes'> {
  readonly tenantId: string;
}
