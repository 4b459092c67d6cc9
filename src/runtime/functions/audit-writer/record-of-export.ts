import { AUDIT_ACTION, AUDIT_RECORD_VERSION, type ExportAuditRequest } from '../../../contract/audit';
import type { TenantAuditRecord } from '../../audit/stored-record';

/** Returns the record of an export. A repeated call returns the same one. */
export function recordOfExport({ exported: { tenantId, exportId, actor, completedAt } }: ExportAuditRequest): TenantAuditRecord {
  return {
    tenantId,
    record: {
      id: exportId,
      action: AUDIT_ACTION.tenantExported,
      version: AUDIT_RECORD_VERSION,
      occurredAt: new Date(completedAt).toISOString(),
      actor,
      targets: [{ type: 'tenant', id: tenantId }, { type: 'export', id: exportId }],
      context: {},
      changes: [],
    },
  };
}
