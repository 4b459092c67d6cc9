import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { type ExportKey, stateKey } from './export-keys';
import { type Actor, ACTOR_TYPE } from '../../contract/actor';
import { EXPORT_STATUS, type ExportedSource, type ExportFile, type ExportStatus } from '../../contract/exports';

/** The progress of an export. It is an object beside the files, so it is deleted with them. */
export interface ExportState {
  readonly status: ExportStatus;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
  /** ISO 8601, UTC. Present for an export that runs again after a failure. */
  readonly repairedAt?: string;
  /** ISO 8601, UTC. Present when the export has succeeded. */
  readonly completedAt?: string;
  /** The sources that are exported so far. Before the export has succeeded, the last one can be incomplete. */
  readonly sources: readonly ExportedSource[];
  /** Where the next page of the last source begins; absent if it is complete. */
  readonly cursor?: string;
}

/** Where exports are stored. */
export interface ExportStore {
  /** A client whose credentials can access the exports of the tenant. */
  readonly s3: S3Client;
  readonly bucketName: string;
}

const FILE: z.ZodMiniType<ExportFile> = z.object({ name: z.string(), rows: z.int(), bytes: z.int(), sha256: z.string() });

const STATE: z.ZodMiniType<ExportState> = z.object({
  status: z.enum(EXPORT_STATUS),
  actor: z.object({ type: z.enum(ACTOR_TYPE), id: z.string() }),
  requestedAt: z.string(),
  repairedAt: z.optional(z.string()),
  completedAt: z.optional(z.string()),
  sources: z.array(z.object({ name: z.string(), rows: z.int(), files: z.array(FILE) })),
  cursor: z.optional(z.string()),
});

/** The progress, as it is stored. */
export interface StoredState {
  readonly state: ExportState;
  /** Identifies this version of the object. */
  readonly entityTag: string;
}

/** @returns the progress; nothing for an export that does not exist, or whose objects are deleted */
export async function readExportState({ s3, bucketName }: ExportStore, key: ExportKey): Promise<StoredState | undefined> {
  try {
    const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: stateKey(key) }));
    return { state: STATE.parse(JSON.parse(await Body!.transformToString())), entityTag: ETag! };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Replaces the progress, unless it has changed since it was read. So a deletion of the tenant ends its exports, and of two executions of a step that
 * overlap, only one goes on.
 *
 * @returns what is stored now; nothing if it has changed or is deleted
 */
export async function writeExportState(
  { s3, bucketName }: ExportStore, key: ExportKey, state: ExportState, entityTag: string,
): Promise<StoredState | undefined> {
  try {
    const { ETag } = await s3.send(new PutObjectCommand({
      Bucket: bucketName, Key: stateKey(key), Body: JSON.stringify(state), ContentType: 'application/json', IfMatch: entityTag,
    }));
    return { state, entityTag: ETag! };
  } catch (error) {
    if (isTaken(error) || isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Stores a new export. An export that exists is left as it is.
 *
 * @returns whether the export is new
 */
export async function createExportState({ s3, bucketName }: ExportStore, key: ExportKey, actor: Actor): Promise<boolean> {
  const state: ExportState = { status: EXPORT_STATUS.running, actor, requestedAt: new Date().toISOString(), sources: [] };
  try {
    await s3.send(new PutObjectCommand({
      Bucket: bucketName, Key: stateKey(key), Body: JSON.stringify(state), ContentType: 'application/json', IfNoneMatch: '*',
    }));
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'NoSuchKey';
}

/**
 * Whether a conditional write has failed because the object exists or is another one, or is written at the same time.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
function isTaken(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict');
}
