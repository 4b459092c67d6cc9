import { stringify } from 'csv-stringify/sync';
import type { Csv } from './source-page';
import type { AuditRecord } from '../../../contract/audit';
import { AUDIT_CSV_OPTIONS, type AuditCsvColumns, auditCsvColumns } from '../../../contract/audit-csv';

interface Row extends AuditCsvColumns {
  readonly 'request id'?: string;
  readonly 'record id': string;
}

const COLUMNS: ReadonlyArray<keyof Row> = ['time', 'actor type', 'actor id', 'action', 'targets', 'changes', 'request id', 'record id'];

const HEAD = stringify([], { ...AUDIT_CSV_OPTIONS, columns: COLUMNS });

/** Returns records as CSV, without the sealed details of the client. */
export function auditCsv(records: readonly AuditRecord[]): Csv {
  const rows = records.map((record): Row => ({ ...auditCsvColumns(record), 'request id': record.context.requestId, 'record id': record.id }));
  return { head: HEAD, rows: stringify(rows, { ...AUDIT_CSV_OPTIONS, columns: COLUMNS, header: false, bom: false }) };
}
