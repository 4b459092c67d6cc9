import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { outputs } from './engine';

const s3 = new S3Client({ forcePathStyle: true });
const Bucket = outputs.FailedChangesBucketName;

/** A change that could not be published. */
export interface FailedChange {
  readonly key: string;
  readonly condition: string;
  /** The event to call the function with for another try. */
  readonly event: DynamoDBStreamEvent;
}

/** The failed changes of one tenant, without those of other tests. */
export async function failedChanges(tenantId: string): Promise<FailedChange[]> {
  const found: FailedChange[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const { requestContext, payload } = JSON.parse(await Body!.transformToString());
      const event: DynamoDBStreamEvent = JSON.parse(payload);
      if (event.Records.some((record) => keysOf(record).tenantid === tenantId)) {
        found.push({ key: Key!, condition: requestContext.condition, event });
      }
    }
  }
  return found;
}

export async function discard({ key }: FailedChange): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
}

/** The old and the new image of a row. */
export function imagesOf({ dynamodb: change }: DynamoDBRecord): { before?: object; after?: object } {
  return { before: row(change!.OldImage), after: row(change!.NewImage) };
}

function keysOf({ dynamodb: change }: DynamoDBRecord): Record<string, unknown> {
  return row(change!.Keys)!;
}

function row(image: unknown): Record<string, unknown> | undefined {
  return image === undefined ? undefined : unmarshall(image as Parameters<typeof unmarshall>[0]);
}
