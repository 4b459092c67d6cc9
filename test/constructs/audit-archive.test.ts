import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket, type BucketProps, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { newStack } from './support';
import { Tenancy } from '../../src';

const LOCKED: BucketProps = { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(365)) };

function withArchive(props: BucketProps) {
  const stack = newStack();
  const archive = new Bucket(stack, 'Archive', props);
  const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: 'shop', audit: { archive } });
  return { stack, tenancy, archive };
}

test('a tenancy without an archive has no function that fills one', () => {
  expect(new Tenancy(newStack(), 'Tenancy', { applicationName: 'shop' }).auditLog!.archiveHandler).toBeUndefined();
});

test('new records are copied in order, and what cannot be copied is kept', () => {
  const { stack, tenancy } = withArchive(LOCKED);
  const { archiveHandler, table } = tenancy.auditLog!;

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    FunctionName: stack.resolve(archiveHandler!.functionName),
    EventSourceArn: stack.resolve(table.tableStreamArn),
    StartingPosition: 'TRIM_HORIZON',
    MaximumBatchingWindowInSeconds: 60,
    BisectBatchOnFunctionError: true,
    DestinationConfig: { OnFailure: { Destination: stack.resolve(tenancy.auditLog!.failedChangesBucket.bucketArn) } },
    // More than one batch of a shard at a time would break the chains.
    ParallelizationFactor: Match.absent(),
  });
});

test('the function reads and adds objects of the archive, and deletes nothing', () => {
  const { stack, tenancy, archive } = withArchive(LOCKED);
  const roles = Template.fromStack(stack).findResources('AWS::IAM::Role');
  const role = roles[stack.getLogicalId(tenancy.auditLog!.archiveHandler!.role!.node.defaultChild as never)];
  const statements = role.Properties.Policies.flatMap(({ PolicyDocument }: { PolicyDocument: { Statement: object[] } }) => PolicyDocument.Statement);

  const ofArchive = statements.filter((statement: object) => JSON.stringify(statement).includes(stack.resolve(archive.bucketArn)['Fn::GetAtt'][0]));
  expect(ofArchive.flatMap(({ Action }: { Action: string | string[] }) => Action).sort()).toEqual(['s3:GetObject', 's3:ListBucket', 's3:PutObject']);
  expect(JSON.stringify(statements)).not.toMatch(/dynamodb:(?!DescribeStream|GetRecords|GetShardIterator|ListStreams)/);
});

test.each<[string, BucketProps]>([
  ['without a lock', {}],
  ['with a lock that has no default retention', { objectLockEnabled: true }],
])('a bucket %s is refused', (_name, props) => {
  expect(() => withArchive(props)).toThrow(/AuditLog.*archive must be a bucket with an object lock and a default retention, but .*Archive has none\. Set objectLockEnabled/);
});

test('the lock of an imported bucket is not known', () => {
  const stack = newStack();
  const archive = Bucket.fromBucketName(stack, 'Archive', 'archive');

  expect(new Tenancy(stack, 'Tenancy', { applicationName: 'shop', audit: { archive } }).auditLog!.archiveHandler).toBeDefined();
});
