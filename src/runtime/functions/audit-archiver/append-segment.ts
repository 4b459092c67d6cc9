import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { FIRST_PREVIOUS, objectOf, parseKey, parseSegment, prefixOf, type Segment, type SegmentKey } from '../../archive/segment';

export interface ArchiveStore {
  readonly s3: S3Client;
  readonly bucketName: string;
}

/** Adds records to the chain of a tenant and a day. Records that the last segment has already are left out: their batch was delivered again. */
export async function appendSegment(store: ArchiveStore, { records, ...day }: Pick<Segment, 'tenantId' | 'day' | 'records'>): Promise<void> {
  const last = await lastSegment(store, day);
  const archived = new Set(last === undefined ? [] : (await readRecords(store, last.key)).map(({ id }) => id));
  const added = records.filter(({ id }) => !archived.has(id));
  if (added.length === 0) return;
  const { key, content } = objectOf({
    ...day, sequence: (last?.sequence ?? 0) + 1, previous: last?.hash ?? FIRST_PREVIOUS, records: added,
  });
  await store.s3.send(new PutObjectCommand({ Bucket: store.bucketName, Key: key, Body: content, ContentType: 'application/jsonl' }));
}

async function lastSegment({ s3, bucketName }: ArchiveStore, day: Pick<Segment, 'tenantId' | 'day'>): Promise<SegmentKey & { readonly key: string } | undefined> {
  let last: SegmentKey & { readonly key: string } | undefined;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucketName, Prefix: prefixOf(day) })) {
    for (const { Key: key = '' } of Contents) {
      const segment = parseKey(key);
      if (segment !== undefined) last = { ...segment, key };
    }
  }
  return last;
}

async function readRecords({ s3, bucketName }: ArchiveStore, key: string): Promise<Segment['records']> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
  return parseSegment(await Body!.transformToString()).records;
}
