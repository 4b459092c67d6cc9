import type { Random } from './random';
import type { AuditRecord } from '../../src/contract/audit';
import { FIRST_PREVIOUS, hashOf, objectOf, parseSegment, type Segment } from '../../src/runtime/archive/segment';
import type { ArchivedObject } from '../../src/runtime/archive/verify-archive';

/** The archive of one tenant, sorted by key. */
type Archive = readonly ArchivedObject[];

/** Changes an archive. The result always differs. */
type Tampering = (archive: Archive, random: Random) => Archive;

const oneOf = <T>(random: Random, values: readonly T[]): T => values[random.between(0, values.length - 1)];

function replaced(archive: Archive, object: ArchivedObject, ...by: readonly ArchivedObject[]): Archive {
  return archive.flatMap((other) => (other === object ? by : [other]));
}

const segmentOf = ({ content }: ArchivedObject): Segment => parseSegment(Buffer.from(content).toString());

function written(segment: Segment): ArchivedObject {
  const { key, content } = objectOf(segment);
  return { key, content: Buffer.from(content) };
}

/** Builds all chains again with other records, as somebody would who knows the format. Without records, a segment is left out. */
function rebuilt(archive: Archive, change: (segments: ReadonlyArray<Segment & { records: AuditRecord[] }>) => void): Archive {
  const segments = archive.map(segmentOf).map((segment) => ({ ...segment, records: [...segment.records] }));
  change(segments);
  let last: { readonly day: string; readonly sequence: number; readonly hash: string } | undefined;
  return segments.filter(({ records }) => records.length > 0).map((segment) => {
    const before = last?.day === segment.day ? last : { sequence: 0, hash: FIRST_PREVIOUS };
    const object = written({ ...segment, sequence: before.sequence + 1, previous: before.hash });
    last = { day: segment.day, sequence: before.sequence + 1, hash: hashOf(object.content) };
    return object;
  });
}

const changedByte: Tampering = (archive, random) => {
  const object = oneOf(random, archive);
  const content = Buffer.from(object.content);
  const at = random.between(0, content.length - 1);
  content[at] = (content[at] + random.between(1, 255)) % 256;
  return replaced(archive, object, { ...object, content });
};

const removedByte: Tampering = (archive, random) => {
  const object = oneOf(random, archive);
  const at = random.between(0, object.content.length - 1);
  return replaced(archive, object, { ...object, content: Buffer.concat([object.content.subarray(0, at), object.content.subarray(at + 1)]) });
};

const removedObject: Tampering = (archive, random) => replaced(archive, oneOf(random, archive));

const removedEnd: Tampering = (archive, random) => archive.slice(0, random.between(0, archive.length - 1));

const copiedObject: Tampering = (archive, random) => {
  const object = oneOf(random, archive);
  return [...archive, { ...object, key: object.key.replace(/\/\d{8}-/, `/${String(archive.length + 1).padStart(8, '0')}-`) }];
};

const movedObject: Tampering = (archive, random) => {
  const object = oneOf(random, archive);
  return replaced(archive, object, { ...object, key: object.key.replace(/^audit\/[^/]+/, 'audit/other') });
};

/** The hash in the name is right, so only the chain or the audit log tells. */
const replacedSegment: Tampering = (archive, random) => {
  const object = oneOf(random, archive);
  const segment = segmentOf(object);
  const [record, ...others] = segment.records;
  return replaced(archive, object, written({ ...segment, records: [{ ...record, actor: { type: 'user', id: 'eve' } }, ...others] }));
};

const changedRecord: Tampering = (archive, random) => rebuilt(archive, (segments) => {
  const { records } = oneOf(random, segments);
  const at = random.between(0, records.length - 1);
  records[at] = { ...records[at], action: 'nothing.happened' };
});

const removedRecord: Tampering = (archive, random) => rebuilt(archive, (segments) => {
  const { records } = oneOf(random, segments);
  records.splice(random.between(0, records.length - 1), 1);
});

/** After the first record of the archive: the audit log does not contain older records, because they expire. */
const addedRecord: Tampering = (archive, random) => rebuilt(archive, (segments) => {
  const { records } = segments[segments.length - 1];
  const last = records[records.length - 1];
  const occurredAt = new Date(Date.parse(last.occurredAt) + 1).toISOString();
  records.push({ ...last, id: `forged-${random.between(1, 1_000_000)}`, occurredAt });
});

const doubledRecord: Tampering = (archive, random) => rebuilt(archive, (segments) => {
  segments[segments.length - 1].records.push(oneOf(random, oneOf(random, segments).records));
});

const foreignObject: Tampering = (archive, random) => [
  ...archive, { key: archive[0].key.replace(/[^/]+$/, `${random.between(1, 1_000_000)}.txt`), content: Buffer.from('x') },
];

/** Ways to tamper with the archive of a tenant, from a single byte to the whole chain. */
export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a byte is changed': changedByte,
  'a byte is removed': removedByte,
  'an object is removed': removedObject,
  'the last objects are removed': removedEnd,
  'an object is copied to another name': copiedObject,
  'an object is moved to another tenant': movedObject,
  'a segment is replaced, with the hash of its new bytes': replacedSegment,
  'a record is changed, and the chain built again': changedRecord,
  'a record is removed, and the chain built again': removedRecord,
  'a record is added, and the chain built again': addedRecord,
  'a record is archived twice, and the chain built again': doubledRecord,
  'a foreign file is added': foreignObject,
};
