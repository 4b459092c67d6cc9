/** `node node_modules/cdk-tenancy/assets/tools/verify-audit-archive.mjs`: checks a copy of the archive of the audit log. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { AuditRecord } from '../../contract/audit';
import { type ArchivedObject, verifyArchive } from '../archive/verify-archive';

const HELP = `Checks a copy of the archive of the audit log, and prints what was changed.

Usage: verify-audit-archive <directory> [options]

Copy the archive first, of one tenant: aws s3 sync s3://<bucket>/audit/<tenant>/ <directory>/audit/<tenant>/

Options:
  --tenant <id>     only this tenant may be in the archive
  --records <file>  records of the audit log in JSON Lines, such as audit-00001.jsonl of an export; each must be in the
                    archive unchanged. Repeat it for each file. Without it, the last segment of a day cannot be
                    proven complete
  --until <time>    compare only records before this time, such as 2026-11-30T00:00:00Z, with the audit log. Both the
                    copy and the export must be some minutes younger
  --help            print this text

Exits with 0 if nothing was changed, 1 if something was, and 2 for wrong arguments.
`;

const EXIT = { unchanged: 0, changed: 1, usage: 2 } as const;

function main(args: string[]): number {
  const { values, positionals: [directory, ...others] } = parseArgs({
    args, allowPositionals: true, options: { tenant: { type: 'string' }, records: { type: 'string', multiple: true, default: [] }, until: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return EXIT.unchanged;
  }
  if (directory === undefined || others.length > 0 || !statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TypeError(`One directory must be named that exists, but the arguments were ${JSON.stringify(args)}. See --help.`);
  }
  const objects = objectsIn(directory);
  if (objects.length === 0 && values.records.length === 0) {
    throw new TypeError(`${directory} must contain a copy of the archive, but is empty. Check the bucket and the tenant.`);
  }
  const faults = verifyArchive(objects, {
    tenantId: values.tenant, expected: values.records.flatMap(recordsIn), until: values.until === undefined ? undefined : timeIn(values.until),
  });
  faults.forEach(({ at, fault }) => process.stdout.write(`${at}: ${fault}\n`));
  process.stdout.write(faults.length === 0 ? `${objects.length} objects: nothing was changed.\n` : `${faults.length} faults in ${objects.length} objects.\n`);
  return faults.length === 0 ? EXIT.unchanged : EXIT.changed;
}

function objectsIn(directory: string): ArchivedObject[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return { key: path.relative(directory, file).split(path.sep).join('/'), content: readFileSync(file) };
  });
}

/** Times are compared as text, to the millisecond. */
function timeIn(text: string): string {
  if (Number.isNaN(Date.parse(text))) throw new TypeError(`--until must be a time such as 2026-11-30T00:00:00Z, but was ${text}.`);
  return new Date(text).toISOString();
}

function recordsIn(file: string): AuditRecord[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as AuditRecord);
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = EXIT.usage;
}
