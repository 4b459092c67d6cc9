import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { actionsOf, APPLICATION_NAME, newParts, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { type ITenantTables, TenantChangeEvents, type TenantChangeEventsProps, TenantTables } from '../../src';

function newChangeEvents(changes: (scope: Construct) => Partial<TenantChangeEventsProps> = () => ({})) {
  const stack = newStack();
  const construct = new TenantChangeEvents(stack, 'Changes', { applicationName: APPLICATION_NAME, ...newParts(stack), ...changes(stack) });
  return { stack, construct, template: Template.fromStack(stack) };
}

function newInvitations(scope: Construct, stream?: dynamodb.StreamViewType): dynamodb.Table {
  return new dynamodb.Table(scope, 'Invitations', {
    partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'invitationid', type: dynamodb.AttributeType.STRING },
    stream,
  });
}

const streamOf = (table: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${table}`), 'StreamArn'] });

describe('the streams', () => {
  test.each(['TablesTenants', 'TablesUsers'])('of %s are read from their beginning, and resumed at the first failure', (table) => {
    newChangeEvents().template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: streamOf(table),
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      // Half of the time that DynamoDB keeps a change.
      MaximumRecordAgeInSeconds: 12 * 60 * 60,
      MaximumRetryAttempts: Match.absent(),
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ChangesFailedChanges'), 'Arn'] } } },
    });
  });

  test('are two, or three with invitations', () => {
    newChangeEvents().template.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    const { template } = newChangeEvents((scope) => ({ invitationsTable: newInvitations(scope, dynamodb.StreamViewType.NEW_AND_OLD_IMAGES) }));
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 3);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: streamOf('Invitations') });
  });

  test('of imported tables are found by their ARN', () => {
    const { template } = newChangeEvents((scope) => ({ tables: importedTables(scope, 'arn:aws:dynamodb:eu-north-1:123456789012:table/t/stream/2026') }));

    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn:aws:dynamodb:eu-north-1:123456789012:table/t/stream/2026' });
  });

  test('must exist', () => {
    expect(() => newChangeEvents((scope) => ({ tables: importedTables(scope) }))).toThrow(
      '[Stack/Changes] The tenants table Stack/ImportedTenants must have a change stream, but has none, or its ARN is unknown. '
      + 'Set the stream of the table to StreamViewType.NEW_AND_OLD_IMAGES; for an imported table, pass tableStreamArn to Table.fromTableAttributes. '
      + 'Or turn change events and the audit log off.');
    expect(() => newChangeEvents((scope) => ({ invitationsTable: newInvitations(scope) })))
      .toThrow('[Stack/Changes] The invitations table Stack/Invitations must have a change stream');
  });

  test('must contain both images', () => {
    expect(() => newChangeEvents((scope) => ({ invitationsTable: newInvitations(scope, dynamodb.StreamViewType.KEYS_ONLY) }))).toThrow(
      '[Stack/Changes] The invitations table Stack/Invitations must have a stream of NEW_AND_OLD_IMAGES, but its stream is of KEYS_ONLY.');
  });
});

function importedTables(scope: Construct, tableStreamArn?: string): ITenantTables {
  const imported = (name: string) => dynamodb.Table.fromTableAttributes(scope, `Imported${name}`, { tableName: name, tableStreamArn });
  return TenantTables.fromTables(scope, 'Imported', { tenants: imported('Tenants'), users: imported('Users') });
}

describe('the function', () => {
  test('can read streams, look removals up, publish events and store failed changes', () => {
    expect(actionsOf(newChangeEvents().template, 'ChangesHandlerRole')).toEqual([
      'dynamodb:BatchGetItem', 'dynamodb:BatchGetItem', 'dynamodb:DescribeStream', 'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:GetShardIterator',
      'dynamodb:ListStreams', 'events:PutEvents', ...OBSERVABILITY_ACTIONS.slice(0, 2), 's3:ListBucket', 's3:PutObject', ...OBSERVABILITY_ACTIONS.slice(2),
    ]);
  });

  test('can read who has removed a member, in batches, and no name or address', () => {
    const select = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' }, Null: { 'dynamodb:Attributes': 'false', 'dynamodb:Select': 'false' } };
    const right = (table: RegExp, attributes: string[]) => ({
      Effect: 'Allow',
      Action: 'dynamodb:BatchGetItem',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(table), 'Arn'] },
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes }, ...select },
    });

    expect(statementsOf(newChangeEvents().template, 'ChangesHandlerRole').filter(({ Action }) => Action === 'dynamodb:BatchGetItem')).toEqual([
      right(/^TablesTenants/, ['tenantid', 'status', 'deletionstartedat']),
      right(/^TablesUsers/, ['tenantid', 'userid', 'change', 'actortype', 'actorid', 'at', 'joinedat']),
    ]);
  });

  test('can use the key of the tables, and the key of the bucket only to write', () => {
    const { template } = newChangeEvents((scope) => {
      const encryptionKey = new kms.Key(scope, 'Key');
      return { tables: new TenantTables(scope, 'Encrypted', { encryptionKey }), encryptionKey: new kms.Key(scope, 'BucketKey') };
    });
    const onKeys = statementsOf(template, 'ChangesHandlerRole')
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')))
      .map(({ Action, Resource }) => [(Resource as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, ''), Action]);

    expect(onKeys).toEqual([
      // To read the two tables, and then their streams.
      ['Key', 'kms:Decrypt'], ['Key', 'kms:Decrypt'],
      ['BucketKey', ['kms:Decrypt', 'kms:GenerateDataKey']], ['Key', 'kms:Decrypt'], ['Key', 'kms:DescribeKey'], ['Key', 'kms:Decrypt'],
    ]);
  });

  test('has the bus, the tables and the bucket in its environment', () => {
    newChangeEvents().template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TENANCY_APPLICATION_NAME: APPLICATION_NAME,
          TENANCY_EVENT_BUS_NAME: { Ref: Match.stringLikeRegexp('^Bus') },
          TENANCY_TENANTS_TABLE_NAME: { Ref: Match.stringLikeRegexp('^TablesTenants') },
          TENANCY_USERS_TABLE_NAME: { Ref: Match.stringLikeRegexp('^TablesUsers') },
          TENANCY_FAILED_CHANGES_BUCKET_NAME: { Ref: Match.stringLikeRegexp('^ChangesFailedChanges') },
        },
      },
    });
  });
});

describe('the bucket for failed changes', () => {
  test('is private, encrypted, requires TLS, is kept after the stack, and deletes objects after two weeks', () => {
    const { template } = newChangeEvents();

    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 14, Status: 'Enabled' })] },
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
  });

  test('can have a customer-managed key, and can be deleted with the stack', () => {
    newChangeEvents((scope) => ({ encryptionKey: new kms.Key(scope, 'Key'), removalPolicy: RemovalPolicy.DESTROY })).template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
      Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } },
    });
  });

  test('can be an existing bucket', () => {
    const { construct, template } = newChangeEvents((scope) => ({ failedChangesBucket: s3.Bucket.fromBucketName(scope, 'Theirs', 'their-bucket') }));

    expect(construct.failedChangesBucket.bucketName).toBe('their-bucket');
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_FAILED_CHANGES_BUCKET_NAME: 'their-bucket' } } });
  });

  test.each<[string, (scope: Construct) => Partial<TenantChangeEventsProps>]>([
    ['encryptionKey', (scope) => ({ encryptionKey: new kms.Key(scope, 'Key') })],
    ['removalPolicy', () => ({ removalPolicy: RemovalPolicy.DESTROY })],
  ])('cannot be configured with %s if it is passed', (name, props) => {
    expect(() => newChangeEvents((scope) => ({ failedChangesBucket: s3.Bucket.fromBucketName(scope, 'Theirs', 'their-bucket'), ...props(scope) })))
      .toThrow(`[Stack/Changes] ${name} is for the bucket that is created here and must be left out with failedChangesBucket, but both were passed.`);
  });
});

test('metrics are the ones that the function and Lambda emit', () => {
  const { stack, construct } = newChangeEvents();
  const emitted = {
    namespace: 'CdkTenancy', dimensions: { service: APPLICATION_NAME, function_name: construct.handler.functionName }, statistic: 'Sum',
  };

  expect(construct.metricPublished()).toMatchObject({ ...emitted, metricName: 'ChangePublished' });
  expect(construct.metricPublishFailed()).toMatchObject({ ...emitted, metricName: 'ChangePublishFailed' });
  expect(construct.metricUnreadable()).toMatchObject({ ...emitted, metricName: 'ChangeUnreadable' });
  expect(construct.metricDelay()).toMatchObject({ namespace: 'AWS/Lambda', metricName: 'IteratorAge', statistic: 'Maximum' });
  expect(stack.resolve(construct.metricDelay().dimensions)).toEqual({ FunctionName: { Ref: expect.stringMatching(/^ChangesHandler/) } });
});

test('refuses an invalid application name', () => {
  expect(() => newChangeEvents(() => ({ applicationName: 'Shop' }))).toThrow('[Stack/Changes] applicationName must be');
});
