import type { AuditChange, AuditRecord } from 'cdk-tenancy-web';
import { type Names, whoText } from './record-texts';

const COLUMNS = ['time', 'actor type', 'actor id', 'actor name', 'action', 'targets', 'changes'];

/** Excel reads a file as UTF-8 only if it begins with this character. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Returns records as CSV.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function activityCsv(records: readonly AuditRecord[], names?: Names): string {
  const rows = records.map((record) => [
    record.occurredAt,
    record.actor?.type ?? '',
    record.actor?.id ?? '',
    whoText(record, names),
    record.action,
    record.targets.map(({ type, id }) => `${type} ${id}`).join('; '),
    record.changes.map(changeText).join('; '),
  ]);
  return BYTE_ORDER_MARK + [COLUMNS, ...rows].map((values) => `${values.map(csvValue).join(',')}\r\n`).join('');
}

function changeText({ field, from, to }: AuditChange): string {
  return [field, ...(from === undefined ? [] : ['from', from]), ...(to === undefined ? [] : ['to', to])].join(' ');
}

/** A spreadsheet runs a value that begins with one of these characters as a formula, unless an apostrophe is in front of it. */
const FORMULA = /^[=+\-@\t\r]/;

function csvValue(value: string): string {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
