import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const streams = new DynamoDBStreamsClient();
const lambda = new LambdaClient();

/** A change as Lambda delivers it: with the time in seconds. */
export type StreamRecord = Readonly<Record<string, unknown>>;

/** All changes that the streams of a table have kept. */
export async function changesOf(TableName: string): Promise<StreamRecord[]> {
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName }));
  const changes: StreamRecord[] = [];
  for (const { StreamArn } of Streams) {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription!.Shards ?? []) {
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
      changes.push(...await changesFrom(ShardIterator, StreamArn!));
    }
  }
  return changes;
}

async function changesFrom(first: string | undefined, eventSourceARN: string): Promise<StreamRecord[]> {
  const changes: StreamRecord[] = [];
  let ShardIterator = first;
  while (ShardIterator !== undefined) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    // An open shard always has a next page.
    if (Records.length === 0) break;
    changes.push(...Records.map(({ dynamodb, ...record }) => ({
      ...record,
      eventSourceARN,
      dynamodb: { ...dynamodb, ApproximateCreationDateTime: dynamodb!.ApproximateCreationDateTime!.getTime() / 1_000 },
    })));
    ShardIterator = NextShardIterator;
  }
  return changes;
}

/** Invokes a function with changes. @throws an error if the function does not accept all of them */
export async function deliver(FunctionName: string, changes: readonly StreamRecord[]): Promise<void> {
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ Records: changes }) }));
  const result = Payload!.transformToString();
  if (FunctionError !== undefined || JSON.parse(result).batchItemFailures.length > 0) throw new Error(`The delivery of changes failed: ${result}`);
}
