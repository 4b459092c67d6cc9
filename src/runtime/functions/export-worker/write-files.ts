import { createHash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { ReadPage } from './page-reader';
import {
  EXPORT_MANIFEST_VERSION, EXPORT_STATUS, type ExportedSource, EXPORTER_PAGE_SECONDS, type ExportFile, type ExportManifest, type ExportResult,
  type ExportSource,
} from '../../../contract/exports';
import { type ExportKey, fileKey, manifestKey } from '../../exports/export-keys';
import { type ExportState, type ExportStore, readExportState, type StoredState, writeExportState } from '../../exports/export-state';

export interface WriteFilesProps {
  readonly store: ExportStore;
  readonly key: ExportKey;
  readonly sources: readonly ExportSource[];
  readonly pageOf: ReadPage;
  /** Time at which the function ends; milliseconds since the epoch. */
  readonly deadline: number;
}

/** Size at which a file is complete. A page more fits into the smallest memory of the function. */
const FILE_BYTES = 8 * 1024 * 1024;

interface Format {
  readonly extension: string;
  readonly contentType: string;
}

const JSON_LINES: Format = { extension: '.jsonl', contentType: 'application/jsonl' };
const CSV: Format = { extension: '.csv', contentType: 'text/csv' };

/** Time that is left to read the last page, to write a file and to respond, in milliseconds. */
const RESERVE_MS = 10_000;

/** The content of a file before it is written. */
interface Content {
  readonly lines: string[];
  bytes: number;
  /** The pages as CSV, below the line with the columns. Empty for a source that has its files in one format. */
  readonly csv: string[];
}

/** Something is left. Another call begins with the progress that is stored then, if the export still exists. */
const NOT_DONE: ExportResult = { isDone: false, completedAt: '' };

/**
 * Writes the files of an export from where its state says it has stopped, and then the manifest. The state is written after each file. If the function
 * ends in between, the next call writes the same file again.
 */
export async function writeFiles(props: WriteFilesProps, start: StoredState): Promise<ExportResult> {
  if (start.state.status === EXPORT_STATUS.succeeded) {
    return { isDone: true, completedAt: start.state.completedAt! };
  }
  let stored: StoredState | undefined = { ...start, state: running(start.state) };
  while (stored !== undefined) {
    const source = sourceToRead(props.sources, stored.state);
    if (source === undefined) {
      return await complete(props, stored) ?? NOT_DONE;
    }
    if (!hasTime(props, source)) {
      return NOT_DONE;
    }
    stored = await writeNextFile(props, source, stored);
  }
  return NOT_DONE;
}

function running(state: ExportState): ExportState {
  return state.status === EXPORT_STATUS.running ? state : { ...state, status: EXPORT_STATUS.running, repairedAt: new Date().toISOString() };
}

/** The last source in the state, if there is more of it, and otherwise the one after it. */
function sourceToRead(sources: readonly ExportSource[], { sources: exported, cursor }: ExportState): ExportSource | undefined {
  return sources[cursor === undefined ? exported.length : exported.length - 1];
}

/** Whether there is time for another page. */
function hasTime({ deadline }: WriteFilesProps, { kind }: ExportSource): boolean {
  return Date.now() + RESERVE_MS + (kind === 'exporter' ? EXPORTER_PAGE_SECONDS * 1000 : 0) < deadline;
}

/** Reads pages until they fill a file, and writes it. @returns nothing if the export was changed or deleted in the meantime */
async function writeNextFile(props: WriteFilesProps, source: ExportSource, { state, entityTag }: StoredState): Promise<StoredState | undefined> {
  const { store, key, pageOf } = props;
  const exported = state.cursor === undefined ? { name: source.name, rows: 0, files: [] } : state.sources.at(-1)!;
  const finished = state.sources.slice(0, state.cursor === undefined ? undefined : -1);
  const content: Content = { lines: [], bytes: 0, csv: [] };
  let { cursor } = state;
  do {
    const { lines, csv, next } = await pageOf(source, cursor);
    for (const line of lines) {
      content.lines.push(line);
      content.bytes += Buffer.byteLength(line) + 1;
    }
    if (csv !== undefined) content.csv.push(content.csv.length === 0 ? csv.head + csv.rows : csv.rows);
    cursor = next;
  } while (cursor !== undefined && content.bytes < FILE_BYTES && hasTime(props, source));
  // The pages took time. A file that is written after the tenant is deleted would stay.
  if ((await readExportState(store, key))?.entityTag !== entityTag) return undefined;
  // A source without rows has no files.
  const files = content.lines.length === 0 ? [] : await writeContent(store, key, fileNameOf(exported), content);
  const next: ExportState = { ...state, sources: [...finished, withFiles(exported, content.lines.length, files)], cursor };
  return writeExportState(store, key, next, entityTag);
}

function withFiles({ name, rows, files }: ExportedSource, newRows: number, newFiles: readonly ExportFile[]): ExportedSource {
  return { name, rows: rows + newRows, files: [...files, ...newFiles] };
}

/** @returns the name of the next file, without the extension of its format */
function fileNameOf({ name, files }: ExportedSource): string {
  const number = files.filter((file) => file.name.endsWith(JSON_LINES.extension)).length + 1;
  return `${name}-${number.toString().padStart(5, '0')}`;
}

/** Writes the same rows in each format of their source. */
async function writeContent(store: ExportStore, key: ExportKey, name: string, { lines, csv }: Content): Promise<ExportFile[]> {
  const rows = lines.length;
  const jsonLines = await writeFile(store, key, JSON_LINES, { name, rows, text: `${lines.join('\n')}\n` });
  return csv.length === 0 ? [jsonLines] : [jsonLines, await writeFile(store, key, CSV, { name, rows, text: csv.join('') })];
}

interface NewFile {
  readonly name: string;
  readonly rows: number;
  readonly text: string;
}

async function writeFile({ s3, bucketName }: ExportStore, key: ExportKey, format: Format, { name, rows, text }: NewFile): Promise<ExportFile> {
  const Body = Buffer.from(text);
  const file = { name: `${name}${format.extension}`, rows, bytes: Body.length, sha256: createHash('sha256').update(Body).digest('hex') };
  await s3.send(new PutObjectCommand({ Bucket: bucketName, Key: fileKey(key, file), Body, ContentType: format.contentType }));
  return file;
}

/** @returns nothing if the export was changed or deleted in the meantime */
async function complete({ store, key }: WriteFilesProps, { state, entityTag }: StoredState): Promise<ExportResult | undefined> {
  const { s3, bucketName } = store;
  const { requestedAt, sources } = state;
  const completedAt = new Date().toISOString();
  const manifest: ExportManifest = { version: EXPORT_MANIFEST_VERSION, ...key, requestedAt, completedAt, sources };
  await s3.send(new PutObjectCommand({
    Bucket: bucketName, Key: manifestKey(key), Body: JSON.stringify(manifest, undefined, 2), ContentType: 'application/json',
  }));
  const isCurrent = await writeExportState(store, key, { ...state, status: EXPORT_STATUS.succeeded, completedAt }, entityTag);
  return isCurrent && { isDone: true, completedAt };
}
