import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/**
 * Deletes all objects with a prefix, with all of their versions and delete markers.
 *
 * @param deadline Time at which no further page is listed, in milliseconds since the epoch.
 * @returns whether all objects are deleted
 * @throws Error if S3 refuses to delete a version, such as one under retention or a legal hold
 */
export async function eraseObjects(s3: S3Client, bucketName: string, prefix: string, deadline: number): Promise<boolean> {
  for (;;) {
    // Always the first page: what it lists is deleted, so the next one is the first again.
    const { Versions = [], DeleteMarkers = [], IsTruncated } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: prefix }));
    const versions = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key: Key!, VersionId }));
    if (versions.length > 0) {
      const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucketName, Delete: { Objects: versions, Quiet: true } }));
      if (Errors.length > 0) {
        throw new UndeletedObjectsError(bucketName, Errors.length, Errors[0].Code);
      }
    }
    if (!IsTruncated) return true;
    if (Date.now() > deadline) return false;
  }
}

/** The message contains no key, because keys can contain names of people and files. */
class UndeletedObjectsError extends Error {
  constructor(bucketName: string, count: number, code = 'no code') {
    super(`S3 refused to delete ${count} object versions of a tenant in ${bucketName}: ${code}. End their retention or legal hold, or allow the erasure role to delete them, `
      + 'and repair the dead letter.');
    this.name = 'UndeletedObjectsError';
  }
}
