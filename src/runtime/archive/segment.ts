import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { ARCHIVE_PREFIX, type AuditRecord } from '../../contract/audit';

/**
 * The archive of the audit log. The records of a tenant and a day are in segments: objects in JSON Lines whose first line names the segment, and the
 * hash of the segment before. The name of a segment has the hash of its own bytes. So a segment cannot be changed, removed, added or moved without
 * breaking the chain, unless it is the last one.
 */
export interface Segment {
  readonly tenantId: string;
  /** UTC, such as `2026-11-30`: the day of the changes. */
  readonly day: string;
  /** 1 for the first segment of the day. */
  readonly sequence: number;
  /** {@link hashOf} the segment before; {@link FIRST_PREVIOUS} for the first one. */
  readonly previous: string;
  readonly records: readonly AuditRecord[];
}

export const FIRST_PREVIOUS = '0'.repeat(64);

const VERSION = '1';

const HEADER = z.object({
  version: z.literal(VERSION), tenantId: z.string(), day: z.string(), sequence: z.int().check(z.positive()), previous: z.string(),
});

/** A record has more fields, which are kept as they are. */
const RECORD: z.ZodMiniType<AuditRecord> = z.looseObject({ id: z.string(), occurredAt: z.string() }) as never;

/** Sequences have the same number of digits, so objects are listed in order. */
const DIGITS = 8;

/** The key of a segment, below the prefix of the archive. */
const KEY = /^([^/]+)\/(\d{4}-\d{2}-\d{2})\/(\d{8})-([0-9a-f]{64})\.jsonl$/;

/** The beginning of the keys of all segments of a tenant and a day. */
export function prefixOf({ tenantId, day }: Pick<Segment, 'tenantId' | 'day'>): string {
  return `${ARCHIVE_PREFIX}${tenantId}/${day}/`;
}

/** The day of a record. */
export function dayOf({ occurredAt }: Pick<AuditRecord, 'occurredAt'>): string {
  return occurredAt.slice(0, '2026-11-30'.length);
}

export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Returns the object of a segment. */
export function objectOf({ records, ...header }: Segment): { readonly key: string; readonly content: string } {
  const content = [{ version: VERSION, ...header }, ...records].map((line) => `${JSON.stringify(line)}\n`).join('');
  return { key: `${prefixOf(header)}${String(header.sequence).padStart(DIGITS, '0')}-${hashOf(content)}.jsonl`, content };
}

/** The parts of the key of a segment. */
export interface SegmentKey extends Pick<Segment, 'tenantId' | 'day' | 'sequence'> {
  /** Of the bytes of the object. */
  readonly hash: string;
}

/** @returns nothing for the key of another object */
export function parseKey(key: string): SegmentKey | undefined {
  const [, tenantId, day, sequence, hash] = key.startsWith(ARCHIVE_PREFIX) ? KEY.exec(key.slice(ARCHIVE_PREFIX.length)) ?? [] : [];
  return hash === undefined ? undefined : { tenantId, day, sequence: Number(sequence), hash };
}

/** @throws an error for a text that is not a segment */
export function parseSegment(content: string): Segment {
  const [header, ...records] = content.trimEnd().split('\n').map((line) => JSON.parse(line));
  const { version: _, ...named } = HEADER.parse(header);
  return { ...named, records: z.array(RECORD).parse(records) };
}
