import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';

export type KeepFailedChange = (record: DynamoDBRecord, reason: string) => Promise<void>;

/**
 * Makes the function that keeps a change of which no event can be made. The object is like those that Lambda writes of
 * batches it gives up: `payload` is the text of an event that this function can be called with.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function createKeepFailedChange(s3: S3Client, bucketName: string): KeepFailedChange {
  return async (record, reason) => {
    await s3.send(new PutObjectCommand({
      Bucket: bucketName,
      // The same object when the change is handed on again.
      Key: `unreadable/${record.eventID}.json`,
      ContentType: 'application/json',
      Body: JSON.stringify({ requestContext: { condition: 'UnreadableChange', reason }, payload: JSON.stringify({ Records: [record] }) }),
    }));
  };
}
