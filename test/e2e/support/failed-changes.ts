import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { outputs } from './engine';

const s3 = new S3Client({ forcePathStyle: true });
const Bucket = outputs.FailedChangesBucketName;

/** What is kept of changes that could not be published. */
export interface FailedChange {
  readonly key: string;
  readonly condition: string;
  /** What the function is called with to try again. */
  readonly event: DynamoDBStreamEvent;
}

/** The failed changes of one tenant; those of other tests are left alone. */
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

/** A row as it was and as it is. */
export function imagesOf({ dynamodb: change }: DynamoDBRecord): { before?: object; after?: object } {
  return { before: row(change!.OldImage), after: row(change!.NewImage) };
}

function keysOf({ dynamodb: change }: DynamoDBRecord): Record<string, unknown> {
  return row(change!.Keys)!;
}

function row(image: unknown): Record<string, unknown> | undefined {
  return image === undefined ? undefined : unmarshall(image as Parameters<typeof unmarshall>[0]);
}
