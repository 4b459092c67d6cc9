import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand, paginateListBuckets } from '@aws-sdk/client-s3';
import { clients } from '../support/clients';

/** Deletes all objects of a bucket, with their versions. Does nothing if the bucket does not exist. */
export async function emptyBucket(Bucket: string): Promise<void> {
  const client = clients.s3();
  try {
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key: Key!, VersionId }));
      if (Objects.length === 0) return;
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      if (Errors.length > 0) throw new Error(`The object ${Errors[0].Key} of ${Bucket} cannot be deleted: ${Errors[0].Code}`);
    }
  } catch (error) {
    if ((error as Error).name !== 'NoSuchBucket') throw error;
  }
}

export async function findBuckets(prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Buckets = [] } of paginateListBuckets({ client: clients.s3() }, {})) {
    names.push(...Buckets.map(({ Name }) => Name!).filter((name) => name.startsWith(prefix)));
  }
  return names;
}

export async function deleteBucket(Bucket: string): Promise<void> {
  await emptyBucket(Bucket);
  await clients.s3().send(new DeleteBucketCommand({ Bucket }));
}
