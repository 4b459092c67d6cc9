import type { Actor } from './actor';

/**
 * `detail-type` of the input of the state machine that exports a tenant. The input has the shape of an event, as those of the saga's machines, so
 * dead letters of all machines are alike. It is never published.
 */
export const EXPORT_REQUESTED = 'exportRequested';

/** Input of the state machine that exports a tenant. */
export interface ExportInput {
  readonly 'source': string;
  readonly 'detail-type': typeof EXPORT_REQUESTED;
  readonly 'detail': { readonly tenantId: string; readonly exportId: string; readonly actor: Actor };
}

/** Names of the sources that every tenancy has. */
export const TENANCY_SOURCE = { tenant: 'tenant', members: 'members', invitations: 'invitations', audit: 'audit' } as const;

/** Data of a tenant that becomes one or more files. The names of all sources differ. Formats of keys are written as in code, such as `TENANT#{tenantId}`. */
export type ExportSource = { readonly name: string } & (
  | { readonly kind: 'tenant' | 'members' | 'invitations' | 'audit'; readonly tableName: string }
  | { readonly kind: 'rows'; readonly tableName: string; readonly keyFormat: string }
  | { readonly kind: 'objects'; readonly bucketName: string; readonly prefix: string }
  | { readonly kind: 'exporter'; readonly functionArn: string }
);

/** A step of an export, as the state machine asks the export function for it. Every step can be repeated. */
export type ExportRequest = { readonly tenantId: string; readonly exportId: string } & (
  | { readonly step: typeof EXPORT_STEP.write; readonly sources: readonly ExportSource[] }
  | { readonly step: typeof EXPORT_STEP.fail }
);

export const EXPORT_STEP = {
  /** Writes files, as many as there is time for, and then the manifest. */
  write: 'write',
  /** Records that the export has failed. */
  fail: 'fail',
} as const;

/** Result of {@link EXPORT_STEP.write}. */
export interface ExportResult {
  /** Whether the export has ended. If not, the step is repeated. */
  readonly isDone: boolean;
  /** Time at which the export was completed; ISO 8601, UTC. Empty before, and if the export has ended because its tenant is deleted. */
  readonly completedAt: string;
}

/** Payload of an exporter of the application. */
export interface ExporterRequest {
  readonly tenantId: string;
  readonly exportId: string;
  /** `next` of the previous page; absent for the first page. */
  readonly cursor?: string;
}

/** Result of an exporter of the application. */
export interface ExporterPage {
  /** Each object becomes one line of a file. */
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Where the next page begins; absent on the last page. */
  readonly next?: string;
}

/** Name of the object with the progress of an export. */
export const EXPORT_STATE_OBJECT = 'state.json';

/** Longest time in which an exporter must return a page, in seconds. */
export const EXPORTER_PAGE_SECONDS = 120;

/** Time after which an export has failed if it is not complete, in hours. */
export const EXPORT_MAX_HOURS = 24;

/** Default time for which an export can be downloaded, in days. */
export const DEFAULT_EXPORT_RETENTION_DAYS = 7;

/** Validity of a link to a file, in seconds. */
export const EXPORT_LINK_SECONDS = 15 * 60;

/** Time in which several requests to export a tenant result in one export, in seconds. */
export const EXPORT_WINDOW_SECONDS = 10 * 60;

export const EXPORT_STATUS = { running: 'running', succeeded: 'succeeded', failed: 'failed' } as const;

export type ExportStatus = (typeof EXPORT_STATUS)[keyof typeof EXPORT_STATUS];

/** A file of an export, in UTF-8: JSON Lines, or the same rows as CSV. */
export interface ExportFile {
  /** Ends with `.jsonl` or `.csv`. */
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal digits. */
  readonly sha256: string;
}

/** The files of a source. */
export interface ExportedSource {
  readonly name: string;
  /** A row that is in a file of each format counts once. */
  readonly rows: number;
  readonly files: readonly ExportFile[];
}

/** Content of the manifest of an export. */
export interface ExportManifest {
  readonly version: typeof EXPORT_MANIFEST_VERSION;
  readonly tenantId: string;
  readonly exportId: string;
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
  /** ISO 8601, UTC. */
  readonly completedAt: string;
  readonly sources: readonly ExportedSource[];
}

/** Version of the shape of the manifest. A version can get more fields. */
export const EXPORT_MANIFEST_VERSION = '1';
