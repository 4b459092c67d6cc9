import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../../src/contract/audit';
import { FIRST_PREVIOUS, objectOf, parseSegment, type Segment } from '../../../src/runtime/archive/segment';
import { type ArchivedObject, verifyArchive } from '../../../src/runtime/archive/verify-archive';

const TENANT = 'acme';

/** A generator of numbers from 0 to 1, so that a failure can be repeated. */
function randomOf(seed: number): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${seed} ${count++}`).digest().readUInt32BE() / 2 ** 32;
}

function recordOn(day: string, index: number): AuditRecord {
  const second = String(index % 60).padStart(2, '0');
  return {
    id: `${day}-${index}`,
    action: 'member.roleChanged',
    version: '1',
    occurredAt: `${day}T10:00:${second}.000Z`,
    actor: { type: 'user', id: 'ann' },
    targets: [{ type: 'user', id: `max-${index}` }],
    context: { requestId: `r${index}` },
    changes: [{ field: 'role', from: 'member', to: 'admin' }],
  };
}

/** Segments with their hashes, as the archiver chains them. */
function chained(segments: ReadonlyArray<Omit<Segment, 'previous' | 'sequence'>>): ArchivedObject[] {
  let previous = FIRST_PREVIOUS;
  return segments.map((segment, index) => {
    const { key, content } = objectOf({ ...segment, sequence: index + 1, previous });
    previous = createHash('sha256').update(content).digest('hex');
    return { key, content: Buffer.from(content) };
  });
}

const DAYS = ['2026-11-28', '2026-11-29', '2026-11-30'];
const segmentsOf = (day: string) => [0, 1, 2, 3].map((part) => (
  { tenantId: TENANT, day, records: [0, 1, 2].map((index) => recordOn(day, 3 * part + index)) }
));
const ARCHIVE = DAYS.flatMap((day) => chained(segmentsOf(day)));
const LOG = DAYS.flatMap((day) => segmentsOf(day).flatMap(({ records }) => records));

interface Part {
  readonly tenantId: string;
  readonly day: string;
  readonly records: AuditRecord[];
}

/** Rebuilds the chain of a day after a change of its segments, as somebody would who knows the format. */
function rebuilt(random: () => number, change: (segments: Part[]) => void): ArchivedObject[] {
  const day = DAYS[Math.floor(random() * DAYS.length)];
  const segments = segmentsOf(day);
  change(segments);
  return [...ARCHIVE.filter(({ key }) => !key.includes(day)), ...chained(segments)];
}

const oneOf = <T>(random: () => number, values: readonly T[]): T => values[Math.floor(random() * values.length)];
const replaced = (object: ArchivedObject, ...by: ArchivedObject[]) => ARCHIVE.flatMap((other) => (other === object ? by : [other]));

/** Ways to tamper with the archive. Each returns an archive that differs. */
const TAMPERINGS: Readonly<Record<string, (random: () => number) => ArchivedObject[]>> = {
  'a byte is changed': (random) => {
    const object = oneOf(random, ARCHIVE);
    const content = Buffer.from(object.content);
    const at = Math.floor(random() * content.length);
    content[at] = (content[at] + 1 + Math.floor(random() * 255)) % 256;
    return replaced(object, { ...object, content });
  },
  'a byte is removed': (random) => {
    const object = oneOf(random, ARCHIVE);
    const at = Math.floor(random() * object.content.length);
    return replaced(object, { ...object, content: Buffer.concat([object.content.subarray(0, at), object.content.subarray(at + 1)]) });
  },
  'an object is removed': (random) => replaced(oneOf(random, ARCHIVE)),
  'the last objects of a day are removed': (random) => {
    const day = oneOf(random, DAYS);
    const ofDay = ARCHIVE.filter(({ key }) => key.includes(day));
    return ARCHIVE.filter((object) => !ofDay.slice(1 + Math.floor(random() * 3)).includes(object));
  },
  'a whole day is removed': (random) => {
    const day = oneOf(random, DAYS);
    return ARCHIVE.filter(({ key }) => !key.includes(day));
  },
  'an object is copied to another name': (random) => {
    const object = oneOf(random, ARCHIVE);
    return [...ARCHIVE, { ...object, key: object.key.replace(/\/(\d{8})-/, '/00000009-') }];
  },
  'two objects change their names': (random) => {
    const [first, second] = [oneOf(random, ARCHIVE.slice(0, 6)), oneOf(random, ARCHIVE.slice(6))];
    return ARCHIVE.map((object) => (object === first ? { ...first, key: second.key } : object === second ? { ...second, key: first.key } : object));
  },
  'an object is moved to another tenant': (random) => {
    const object = oneOf(random, ARCHIVE);
    return replaced(object, { ...object, key: object.key.replace(TENANT, 'other') });
  },
  'a segment is replaced, with the hash of its new bytes': (random) => {
    const object = oneOf(random, ARCHIVE);
    const segment = parseSegment(Buffer.from(object.content).toString());
    const [record, ...others] = segment.records;
    const { key, content } = objectOf({ ...segment, records: [{ ...record, actor: { type: 'user', id: 'eve' } }, ...others] });
    return replaced(object, { key, content: Buffer.from(content) });
  },
  'a record is changed, and the chain built again': (random) => rebuilt(random, (segments) => {
    const { records } = oneOf(random, segments);
    records[Math.floor(random() * records.length)] = { ...records[0], action: 'member.removed' };
  }),
  'a record is removed, and the chain built again': (random) => rebuilt(random, (segments) => {
    oneOf(random, segments).records.splice(Math.floor(random() * 3), 1);
  }),
  'a record is added, and the chain built again': (random) => rebuilt(random, (segments) => {
    const segment = oneOf(random, segments);
    segment.records.push({ ...recordOn(segment.day, 59), id: `forged-${random()}` });
  }),
  'a record is archived twice, and the chain built again': (random) => rebuilt(random, (segments) => {
    segments[3].records.push(segments[0].records[Math.floor(random() * 3)]);
  }),
  'a foreign file is added': (random) => [...ARCHIVE, { key: `audit/${TENANT}/${random()}.txt`, content: Buffer.from('x') }],
};

test('an archive as it was written has no faults', () => {
  expect(verifyArchive(ARCHIVE, { tenantId: TENANT, expected: LOG })).toEqual([]);
  expect(verifyArchive([])).toEqual([]);
});

describe('with a time until which the archive is compared', () => {
  const until = LOG.at(-1)!.occurredAt;
  const faultsWith = (expected: readonly AuditRecord[]) => verifyArchive(ARCHIVE, { expected, until });

  test('newer records can be in the archive alone, or in the audit log alone', () => {
    expect(faultsWith(LOG.slice(0, -1))).toEqual([]);
    expect(faultsWith([...LOG, { ...LOG[0], id: 'newer', occurredAt: until }])).toEqual([]);
  });

  test('a missing record before it is found', () => {
    expect(faultsWith(LOG.filter((_, index) => index !== LOG.length - 2))).toEqual([{ at: LOG.at(-2)!.id, fault: 'is in the archive, and not in the audit log' }]);
  });
});

test('records that have expired in the audit log can be in the archive', () => {
  expect(verifyArchive(ARCHIVE, { expected: LOG.slice(20) })).toEqual([]);
});

test('1,000 random changes are all found', () => {
  const names = Object.keys(TAMPERINGS);
  const unseen = Array.from({ length: 1_000 }, (_, seed) => {
    const random = randomOf(seed);
    const name = names[seed % names.length];
    return verifyArchive(TAMPERINGS[name](random), { tenantId: TENANT, expected: LOG }).length > 0 ? [] : [`${name}, seed ${seed}`];
  }).flat();

  expect(unseen).toEqual([]);
});

test.each(Object.entries(TAMPERINGS).filter(([name]) => !/built again|last objects|whole day/.test(name)))(
  '%s: it is found without the audit log too', (_name, tamper) => {
    const unseen = Array.from({ length: 20 }, (_, seed) => seed).filter((seed) => {
      const tampered = tamper(randomOf(seed));
      // Without the log, the last segment of a day can be missing or replaced.
      const isLast = !ARCHIVE.every(({ key }) => !key.includes('/00000004-') || tampered.some((object) => object.key === key));
      return !isLast && verifyArchive(tampered, { tenantId: TENANT }).length === 0;
    });

    expect(unseen).toEqual([]);
  },
);
