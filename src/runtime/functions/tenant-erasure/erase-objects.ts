import { DeleteObjectCommand, DeleteObjectsCommand, type ListObjectVersionsCommandOutput, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { decodedKey } from '../../aws/object-keys';

interface ObjectVersion {
  readonly Key: string;
  readonly VersionId: string | undefined;
}

/** Characters that XML cannot contain, not even escaped. The keys of objects can. */
// eslint-disable-next-line no-control-regex
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

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
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: prefix, EncodingType: 'url' }));
    const versions = versionsOf(page);
    await deleteTogether(s3, bucketName, versions.filter(({ Key }) => !NOT_IN_XML.test(Key)));
    for (const version of versions.filter(({ Key }) => NOT_IN_XML.test(Key))) {
      await deleteAlone(s3, bucketName, version);
    }
    if (!page.IsTruncated) return true;
    if (Date.now() > deadline) return false;
  }
}

function versionsOf({ Versions = [], DeleteMarkers = [], EncodingType }: ListObjectVersionsCommandOutput): ObjectVersion[] {
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key: decodedKey(Key!, EncodingType), VersionId }));
}

async function deleteTogether(s3: S3Client, bucketName: string, versions: ObjectVersion[]): Promise<void> {
  if (versions.length === 0) return;
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucketName, Delete: { Objects: versions, Quiet: true } }));
  if (Errors.length > 0) {
    throw new UndeletedObjectsError(bucketName, Errors.length, Errors[0].Code);
  }
}

/** Deletes a version whose key the XML of {@link deleteTogether} cannot contain. S3 would refuse the whole request. */
async function deleteAlone(s3: S3Client, bucketName: string, version: ObjectVersion): Promise<void> {
  try {
    await s3.send(new DeleteObjectCommand({ Bucket: bucketName, ...version }));
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'AccessDenied') {
      // Without the message of S3, which can contain the key.
      throw new Error(`An object version of a tenant in ${bucketName} could not be deleted: ${name}.`);
    }
    throw new UndeletedObjectsError(bucketName, 1, name);
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
