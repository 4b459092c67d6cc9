import { isDeepStrictEqual } from 'node:util';
import { dayOf, FIRST_PREVIOUS, hashOf, parseKey, parseSegment, prefixOf, type Segment, type SegmentKey } from './segment';
import type { AuditRecord } from '../../contract/audit';

/** An object of the archive. */
export interface ArchivedObject {
  readonly key: string;
  readonly content: Uint8Array;
}

/** Something in the archive that is not as it was written. */
export interface ArchiveFault {
  /** The key of the object, or the id of the record. */
  readonly at: string;
  readonly fault: string;
}

export interface VerifyOptions {
  /** Only this tenant may be in the archive. */
  readonly tenantId?: string;
  /**
   * The audit log. It must be in the archive as it is, and from its first record on, the archive can have no others. Without it, the last segment of a
   * day cannot be proven complete.
   */
  readonly expected?: readonly AuditRecord[];
  /**
   * Records from this time on are not compared with the audit log: one of the two can have been read before they were there. ISO 8601, UTC, to the
   * millisecond.
   */
  readonly until?: string;
}

/** After every time in ISO 8601. */
const END_OF_TIME = '~';

interface ReadSegment extends SegmentKey {
  readonly key: string;
  readonly segment: Segment;
}

/** Returns all faults of an archive. */
export function verifyArchive(
  objects: readonly ArchivedObject[], { tenantId, expected = [], until = END_OF_TIME }: VerifyOptions = {},
): ArchiveFault[] {
  const read = objects.map(readSegment);
  const faults = read.filter((result): result is ArchiveFault => 'fault' in result);
  const segments = read.filter((result): result is ReadSegment => 'segment' in result);
  const foreign = segments.filter((segment) => tenantId !== undefined && segment.tenantId !== tenantId)
    .map(({ key }) => ({ at: key, fault: 'belongs to another tenant' }));
  const compared = expected.filter(({ occurredAt }) => occurredAt < until);
  return [
    ...faults, ...foreign, ...chainsOf(segments).flatMap(faultsOfChain), ...faultsOfRecords(segments), ...differences(segments, compared, until),
  ];
}

function readSegment({ key, content }: ArchivedObject): ReadSegment | ArchiveFault {
  const named = parseKey(key);
  if (named === undefined) return { at: key, fault: 'does not have the name of a segment' };
  if (hashOf(content) !== named.hash) return { at: key, fault: 'was changed: its bytes do not have the hash in its name' };
  let segment: Segment;
  try {
    segment = parseSegment(Buffer.from(content).toString());
  } catch {
    return { at: key, fault: 'cannot be read as a segment' };
  }
  const { tenantId, day, sequence } = segment;
  return isDeepStrictEqual({ tenantId, day, sequence, hash: named.hash }, named) ? { key, ...named, segment } : { at: key, fault: 'was moved: it names another place' };
}

/** The segments of each tenant and day, in order. */
function chainsOf(segments: readonly ReadSegment[]): ReadSegment[][] {
  const chains = new Map<string, ReadSegment[]>();
  for (const segment of segments) {
    const prefix = prefixOf(segment);
    chains.set(prefix, [...chains.get(prefix) ?? [], segment]);
  }
  return [...chains.values()].map((chain) => chain.sort((a, b) => a.sequence - b.sequence));
}

function faultsOfChain(chain: readonly ReadSegment[]): ArchiveFault[] {
  return chain.flatMap(({ key, sequence, segment }, index) => {
    const before = chain[index - 1];
    const expected = before === undefined ? { sequence: 1, previous: FIRST_PREVIOUS } : { sequence: before.sequence + 1, previous: before.hash };
    if (sequence !== expected.sequence) return [{ at: key, fault: `must have the sequence ${expected.sequence}: a segment before it was removed or added` }];
    return segment.previous === expected.previous ? [] : [{ at: key, fault: 'does not follow the segment before it: one of them was replaced' }];
  });
}

/** A record is in one segment, of its own day. */
function faultsOfRecords(segments: readonly ReadSegment[]): ArchiveFault[] {
  const seen = new Set<string>();
  return segments.flatMap(({ key, tenantId, day, segment: { records } }) => records.flatMap((record) => {
    const name = `${tenantId} ${record.id}`;
    const isDoubled = seen.has(name);
    seen.add(name);
    if (isDoubled) return [{ at: key, fault: `has the record ${record.id} again` }];
    return dayOf(record) === day ? [] : [{ at: key, fault: `has the record ${record.id} of another day` }];
  }));
}

/** Compares the archive with the audit log, from whose beginning expired records are missing. */
function differences(segments: readonly ReadSegment[], expected: readonly AuditRecord[], until: string): ArchiveFault[] {
  if (expected.length === 0) return [];
  const inLog = new Map(expected.map((record) => [record.id, record]));
  const archived = new Map(segments.flatMap(({ segment }) => segment.records.map((record) => [record.id, record] as const)));
  const oldest = expected.reduce((time, { occurredAt }) => (occurredAt < time ? occurredAt : time), expected[0].occurredAt);
  return [
    ...expected.flatMap((record) => {
      const found = archived.get(record.id);
      if (found === undefined) return [{ at: record.id, fault: 'is in the audit log, and not in the archive' }];
      return isDeepStrictEqual(found, record) ? [] : [{ at: record.id, fault: 'is another record in the archive than in the audit log' }];
    }),
    ...[...archived.values()].filter(({ id, occurredAt }) => occurredAt > oldest && occurredAt < until && !inLog.has(id))
      .map(({ id }) => ({ at: id, fault: 'is in the archive, and not in the audit log' })),
  ];
}
