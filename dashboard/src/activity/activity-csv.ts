import type { AuditEntry } from 'cdk-tenancy-web';
import { stringify } from 'csv-stringify/browser/esm/sync';
import type { People } from './people';
import { whoText } from './record-texts';
import { AUDIT_CSV_OPTIONS, type AuditCsvColumns, auditCsvColumns } from '../../../src/contract/audit-csv';

interface Row extends AuditCsvColumns {
  readonly 'actor name': string;
  readonly 'ip'?: string;
  readonly 'user agent'?: string;
  readonly 'actor status'?: string;
}

const COLUMNS: ReadonlyArray<keyof Row> = [
  'time', 'actor type', 'actor id', 'actor name', 'action', 'targets', 'changes', 'ip', 'user agent', 'actor status',
];

/** Returns records as CSV. */
export function activityCsv(records: readonly AuditEntry[], people: People): string {
  const rows = records.map((record): Row => ({
    ...auditCsvColumns(record),
    'actor name': whoText(record, people),
    'ip': record.context.ip,
    'user agent': record.context.userAgent,
    'actor status': record.actor?.type === 'user' ? people.get(record.actor.id)?.status : undefined,
  }));
  return stringify(rows, { ...AUDIT_CSV_OPTIONS, columns: COLUMNS });
}
