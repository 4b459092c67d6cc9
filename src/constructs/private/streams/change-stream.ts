import { Duration, Names, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantObjectsKey, grantStreamKey } from '../rights/key-rights';
import { acknowledgeWildcard } from '../validation/acknowledged-findings';

/**
 * How long Lambda retries a change. DynamoDB drops the record after 24 hours. The remaining time is for Lambda to write the changes that
 * it gives up to the bucket.
 */
const MAX_CHANGE_AGE_HOURS = 12;

/** The actions that Lambda needs to read a stream, in addition to `ListStreams`. */
const STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

type ListenOptions = Pick<lambda.EventSourceMappingOptions, 'batchSize' | 'maxBatchingWindow' | 'reportBatchItemFailures'>;

/**
 * Lets the stream of a table invoke a function. DynamoDB lets two readers read a shard at the same time.
 *
 * Without `DynamoEventSource`: it calls an API that some versions of the CDK deprecate, and each synth would print a deprecation warning.
 *
 * @param failedChanges The bucket for the changes that Lambda gives up; see {@link grantKeepFailedChanges}.
 */
export function listenToStream(
  handler: lambda.Function, table: dynamodb.ITable, failedChanges: s3.IBucket,
  { batchSize = 100, reportBatchItemFailures = true, ...options }: ListenOptions = {},
): void {
  handler.addEventSourceMapping(`DynamoDBEventSource:${Names.nodeUniqueId(table.node)}`, {
    eventSourceArn: table.tableStreamArn,
    // With `LATEST`, changes in the first minutes of the mapping would be missed.
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize,
    reportBatchItemFailures,
    ...options,
    bisectBatchOnError: true,
    // Retried without limit: only a service can fail, and then it fails for all changes.
    maxRecordAge: Duration.hours(MAX_CHANGE_AGE_HOURS),
    onFailure: { bind: () => ({ destination: failedChanges.bucketArn }) },
  });
  const grantee = inlineRightsOf(handler);
  iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:ListStreams'], resourceArns: ['*'] });
  iam.Grant.addToPrincipal({ grantee, actions: STREAM_ACTIONS, resourceArns: [table.tableStreamArn!] });
  grantStreamKey(grantee, table);
}

/**
 * Lambda uses the permissions of the function to write the changes that it gives up.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function grantKeepFailedChanges(handler: lambda.Function, bucket: s3.IBucket): void {
  const anyObject = bucket.arnForObjects('*');
  const grantee = inlineRightsOf(handler);
  iam.Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns: [anyObject] });
  iam.Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] });
  grantObjectsKey(grantee, bucket, anyObject, 'write');
  acknowledgeWildcard(handler.role!, anyObject, 'It may put any object into the bucket for failed changes, and read none.');
}
