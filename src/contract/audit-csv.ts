import type { AuditChange, AuditRecord } from './audit';

/**
 * Options of csv-stringify for the files with audit records. Excel reads a file as UTF-8 only if it begins with a byte order mark. Spreadsheets run
 * some values as formulas, unless an apostrophe is in front of them. A line break can be any of CR, LF and CRLF, so each of them is quoted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export const AUDIT_CSV_OPTIONS = { header: true, bom: true, record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true } as const;

/** The columns of an audit record that have the same content in all files. */
export interface AuditCsvColumns {
  readonly 'time': string;
  readonly 'actor type'?: string;
  readonly 'actor id'?: string;
  readonly 'action': string;
  readonly 'targets': string;
  readonly 'changes': string;
}

export function auditCsvColumns({ occurredAt, actor, action, targets, changes }: Omit<AuditRecord, 'context'>): AuditCsvColumns {
  return {
    'time': occurredAt,
    'actor type': actor?.type,
    'actor id': actor?.id,
    action,
    'targets': targets.map(({ type, id }) => `${type} ${id}`).join('; '),
    'changes': changes.map(changeText).join('; '),
  };
}

function changeText({ field, from, to }: AuditChange): string {
  return [field, ...(from === undefined ? [] : ['from', from]), ...(to === undefined ? [] : ['to', to])].join(' ');
}
