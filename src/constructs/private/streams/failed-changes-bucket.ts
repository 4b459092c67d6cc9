import { Duration, RemovalPolicy, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { renewAutoDeleteRuntime } from '../dashboard/auto-delete-runtime';
import { acknowledgeFindings, FAILED_CHANGES_BUCKET_FINDINGS } from '../validation/acknowledged-findings';
import { ConstructError } from '../validation/construct-error';

export interface FailedChangesBucketProps {
  readonly failedChangesBucket?: s3.IBucket;
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
}

/** Returns the given bucket for changes that a function behind the streams could not process, or creates one. */
export function failedChangesBucket(scope: Construct, props: FailedChangesBucketProps): s3.IBucket {
  const { failedChangesBucket: bucket, encryptionKey, removalPolicy } = props;
  if (bucket === undefined) {
    return createBucket(scope, props);
  }
  const [forNewBucket] = Object.entries({ encryptionKey, removalPolicy }).find(([, value]) => value !== undefined) ?? [];
  if (forNewBucket) {
    throw new ConstructError(scope, `${forNewBucket} is for the bucket that is created here and must be left out with failedChangesBucket, but both were passed. `
      + `Set ${forNewBucket} on the bucket that you pass.`);
  }
  return bucket;
}

function createBucket(
  scope: Construct, { encryptionKey, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }: FailedChangesBucketProps,
): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'FailedChanges', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    encryption: s3.BucketEncryption.S3_MANAGED,
    ...encryptionKey && { encryption: s3.BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true },
    lifecycleRules: [{ expiration: Duration.days(14), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy,
    // CloudFormation cannot delete a bucket that contains objects.
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
  });
  renewAutoDeleteRuntime(bucket);
  acknowledgeFindings(bucket, FAILED_CHANGES_BUCKET_FINDINGS);
  return bucket;
}
