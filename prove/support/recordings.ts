import {
  CloudWatchLogsClient, CreateLogStreamCommand, DeleteLogStreamCommand, paginateDescribeLogGroups, paginateFilterLogEvents, PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DeleteObjectCommand, GetObjectCommand, ListBucketsCommand, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { paginateGetExecutionHistory, paginateListExecutions } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, paginateListQueues, SendMessageCommand } from '@aws-sdk/client-sqs';
import { s3, sqs, stepFunctions } from './clients';
import type { TenancyOutput } from './deployment';
import { messagesIn } from './queues';

const logs = new CloudWatchLogsClient();

/** The CDK stores templates and code there, which it has written before there were tenants. */
const BUCKET_OF_CDK = /^cdk-/;

type Place = 'log' | 'queue' | 'bucket' | 'archive' | 'history';

interface Recording {
  readonly place: Place;
  /** Name of the log group, queue, bucket or execution. */
  readonly name: string;
  readonly text: string;
}

/** Everything that the account has recorded outside of tables: all log groups, queues and buckets, and the histories of all deletions. */
export class Recordings {
  public static async read({ DeleteTenantArn, ArchiveBucketName }: Record<TenancyOutput, string>): Promise<Recordings> {
    return new Recordings([
      ...await readLogs(), ...await readQueues(), ...await readBuckets(ArchiveBucketName), ...await readHistories(DeleteTenantArn),
    ]);
  }

  private constructor(private readonly recordings: readonly Recording[]) {}

  /** Each place that contains one of the texts, with the text. */
  public mentions(texts: readonly string[], places: readonly Place[]): string[] {
    const found = this.recordings.filter(({ place }) => places.includes(place)).flatMap(({ place, name, text }) =>
      texts.filter((wanted) => text.includes(wanted)).map((wanted) => `${wanted} in the ${place} ${name}`));
    return [...new Set(found)];
  }
}

/** A text in a log, a queue and a bucket, to see whether {@link Recordings} finds it. */
export interface Plants {
  /** Names of the log group, the queue and the bucket. */
  readonly log: string;
  readonly queue: string;
  readonly bucket: string;
  remove(): Promise<void>;
}

const PLANT = 'planted';

/** Writes a text into a log group, the dead-letter queue, and the bucket for files of tenants. */
export async function plant({ DeadLetterQueueUrl: QueueUrl, FilesBucketName: Bucket }: Record<TenancyOutput, string>, text: string): Promise<Plants> {
  const [logGroupName] = await logGroupNames();
  const stream = { logGroupName, logStreamName: PLANT };
  await logs.send(new CreateLogStreamCommand(stream));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: JSON.stringify({ message: text }) }] }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ [PLANT]: text }) }));
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: PLANT, Body: text }));
  return {
    log: logGroupName,
    queue: queueName(QueueUrl),
    bucket: Bucket,
    remove: async () => {
      await logs.send(new DeleteLogStreamCommand(stream));
      for (const { Body, ReceiptHandle } of await messagesIn(QueueUrl)) {
        if (Body!.includes(PLANT)) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      await s3.send(new DeleteObjectCommand({ Bucket, Key: PLANT, VersionId }));
    },
  };
}

async function logGroupNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
    names.push(...logGroups.map(({ logGroupName }) => logGroupName!));
  }
  return names;
}

async function readLogs(): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const logGroupName of await logGroupNames()) {
    for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName })) {
      recordings.push(...events.map(({ message }): Recording => ({ place: 'log', name: logGroupName, text: message! })));
    }
  }
  return recordings;
}

async function readQueues(): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs, pageSize: 1000 }, {})) {
    for (const url of QueueUrls) {
      recordings.push(...(await messagesIn(url)).map((message): Recording => ({ place: 'queue', name: queueName(url), text: JSON.stringify(message) })));
    }
  }
  return recordings;
}

/** URLs of one queue can have different hosts. */
function queueName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** Reads the latest version of each object. The proof itself looks for other versions. */
async function readBuckets(archiveName: string): Promise<Recording[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const recordings: Recording[] = [];
  for (const { Name: Bucket } of Buckets.filter(({ Name }) => !BUCKET_OF_CDK.test(Name!))) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
      for (const { Key } of Contents) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        recordings.push({ place: Bucket === archiveName ? 'archive' : 'bucket', name: Bucket!, text: `${Key}\n${await Body!.transformToString()}` });
      }
    }
  }
  return recordings;
}

async function readHistories(stateMachineArn: string): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client: stepFunctions }, { stateMachineArn })) {
    for (const { executionArn, name } of executions) {
      for await (const { events = [] } of paginateGetExecutionHistory({ client: stepFunctions }, { executionArn })) {
        recordings.push(...events.map((event): Recording => ({ place: 'history', name: name!, text: JSON.stringify(event) })));
      }
    }
  }
  return recordings;
}
