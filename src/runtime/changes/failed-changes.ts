import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';

export type KeepFailedChange = (record: DynamoDBRecord, reason: string) => Promise<void>;

/**
 * Creates the function that writes an unreadable change to a bucket. The object has the format of the objects that Lambda writes for
 * failed batches: `payload` is an event with which this function can be called again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function createKeepFailedChange(s3: S3Client, bucketName: string): KeepFailedChange {
  return async (record, reason) => {
    await s3.send(new PutObjectCommand({
      Bucket: bucketName,
      // If the change is delivered again, it replaces the same object.
      Key: `unreadable/${record.eventID}.json`,
      ContentType: 'application/json',
      Body: JSON.stringify({ requestContext: { condition: 'UnreadableChange', reason }, payload: JSON.stringify({ Records: [record] }) }),
    }));
  };
}
