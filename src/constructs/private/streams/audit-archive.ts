import { Duration, Stack, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { listenToStream } from './change-stream';
import { ARCHIVE_PREFIX } from '../../../contract/audit';
import type { AuditArchiverEnvironment } from '../../../contract/environment';
import type { FunctionOptions } from '../../function-options';
import { resourceOf } from '../cloudformation/resource-of';
import { createRuntimeFunction } from '../functions/runtime-function';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantObjectsKey } from '../rights/key-rights';
import { acknowledgeWildcard } from '../validation/acknowledged-findings';
import { ConstructError } from '../validation/construct-error';

export interface AuditArchiveProps {
  readonly archive: s3.IBucket;
  readonly table: dynamodb.ITable;
  readonly failedChanges: s3.IBucket;
  readonly serviceName: string;
  readonly functionOptions?: FunctionOptions;
}

/** Creates the function that copies new records to the archive. */
export function createAuditArchiver(scope: Construct, id: string, props: AuditArchiveProps): lambda.Function {
  const { archive, table, failedChanges, serviceName, functionOptions } = props;
  requireObjectLock(scope, archive);
  const environment: AuditArchiverEnvironment = { TENANCY_AUDIT_ARCHIVE_BUCKET_NAME: archive.bucketName };
  const handler = createRuntimeFunction(scope, id, {
    bundle: 'audit-archiver',
    description: 'Copies the audit log of all tenants to the archive',
    serviceName,
    options: functionOptions,
    environment,
    // A batch can have records of a thousand tenants, which need three requests each.
    timeout: Duration.minutes(5),
  });
  const grantee = inlineRightsOf(handler);
  const segments = archive.arnForObjects(`${ARCHIVE_PREFIX}*`);
  iam.Grant.addToPrincipal({ grantee, actions: ['s3:GetObject', 's3:PutObject'], resourceArns: [segments] });
  iam.Grant.addToPrincipal({
    grantee, actions: ['s3:ListBucket'], resourceArns: [archive.bucketArn], conditions: { StringLike: { 's3:prefix': [`${ARCHIVE_PREFIX}*`] } },
  });
  grantObjectsKey(grantee, archive, segments, 'write');
  acknowledgeWildcard(handler.role!, segments, 'It archives the records of all tenants, and can delete nothing.');
  listenToStream(handler, table, failedChanges, {
    batchSize: 1000,
    // Fewer and larger segments.
    maxBatchingWindow: Duration.minutes(1),
    reportBatchItemFailures: false,
  });
  return handler;
}

/** The lock of an imported bucket is unknown. */
function requireObjectLock(scope: Construct, archive: s3.IBucket): void {
  const resource = resourceOf<s3.CfnBucket>(archive, 'AWS::S3::Bucket');
  if (resource === undefined) return;
  const stack = Stack.of(resource);
  const isLocked = stack.resolve(resource.objectLockEnabled) === true;
  if (!isLocked || stack.resolve(resource.objectLockConfiguration)?.rule?.defaultRetention === undefined) {
    throw new ConstructError(scope, `archive must be a bucket with an object lock and a default retention, but ${archive.node.path} has none. `
      + 'Set objectLockEnabled and objectLockDefaultRetention of the bucket, such as ObjectLockRetention.governance(Duration.days(365)).');
  }
}
