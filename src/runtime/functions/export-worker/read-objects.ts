import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { SourcePage } from './source-page';
import { decodedKey } from '../../aws/object-keys';

/** Lists a page of the objects with a prefix. Their content is not exported, because S3 itself can copy it. */
export async function readObjects(s3: S3Client, bucketName: string, prefix: string, cursor?: string): Promise<SourcePage> {
  const { Contents = [], EncodingType, NextContinuationToken } = await s3.send(new ListObjectsV2Command({
    Bucket: bucketName, Prefix: prefix, EncodingType: 'url', ContinuationToken: cursor,
  }));
  return {
    lines: Contents.map(({ Key, Size, LastModified, ETag }) => JSON.stringify({
      key: decodedKey(Key!, EncodingType), bytes: Size, lastModified: LastModified?.toISOString(), etag: ETag,
    })),
    next: NextContinuationToken,
  };
}
