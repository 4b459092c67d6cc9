import { atOrBelow, type Reason } from './reasons';

const EVERYWHERE = atOrBelow('DevicesApp');
const TENANCY = atOrBelow('DevicesApp/Tenancy');
const DASHBOARD = atOrBelow('DevicesApp/Tenancy/Dashboard');
const FAILED_CHANGES = atOrBelow('DevicesApp/Tenancy/ChangeEvents/FailedChanges');
const EXPORTS = atOrBelow('DevicesApp/Tenancy/Lifecycle/Exports');
/** Paths of the resources that the app adds to the tenancy. */
const OWN = /^DevicesApp\/(?!Tenancy\/)/;

/**
 * Reasons for the remaining findings of cdk-nag in the example.
 *
 * The constructs themselves give the reasons that follow from their design, in
 * `src/constructs/private/validation/acknowledged-findings.ts`. The findings here are decisions of the owner of an app or account.
 * `docs/scanners.md` explains them.
 */
export const NAG_REASONS: readonly Reason[] = [
  {
    ids: ['AwsSolutions-APIG6', 'NIST.800.53.R5-APIGWExecutionLoggingEnabled'],
    at: TENANCY,
    reason: 'Execution logs contain the paths of requests, with ids of tenants and users. The access logs say which route failed, and the functions log why.',
  },
  {
    ids: ['AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF'],
    at: TENANCY,
    reason: 'A web ACL has a price per month and per rule. Its rules depend on the traffic of an app, and the example has no traffic.',
  },
  {
    ids: ['Serverless-APIGWDefaultThrottling'],
    at: TENANCY,
    reason: 'The limits of the account apply. Lower limits depend on the expected load of an app; a guess would block users of copies of the example.',
  },
  {
    ids: ['AwsSolutions-CFR1'],
    at: DASHBOARD,
    reason: 'The owner of an app decides in which countries its users live. The example is open to all countries.',
  },
  {
    ids: ['AwsSolutions-CFR2'],
    at: DASHBOARD,
    reason: 'A web ACL has a price per month and per rule. The dashboard only has static files, and the services that it calls have their own limits.',
  },
  {
    ids: ['AwsSolutions-CFR3', 'AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
    at: DASHBOARD,
    reason: 'Access logs contain IP addresses, have a price, and need a bucket and a retention period that the owner of the account chooses. '
      + 'The files are public, and only CloudFront reads the bucket.',
  },
  {
    ids: ['AwsSolutions-CFR4'],
    at: DASHBOARD,
    reason: 'A minimum version of TLS needs a domain and a certificate, which the example does not have. With both, it is TLS 1.2.',
  },
  {
    ids: ['NIST.800.53.R5-S3DefaultEncryptionKMS'],
    at: DASHBOARD,
    reason: 'The bucket has public files, encrypted with a key of S3. A key of the account has a price per month.',
  },
  {
    ids: ['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
    at: FAILED_CHANGES,
    reason: 'Access logs have a price, and need a bucket and a retention period that the owner of the account chooses. Only the function writes to '
      + 'the bucket, and only operators read from it for a repair, which CloudTrail can record.',
  },
  {
    ids: ['NIST.800.53.R5-S3DefaultEncryptionKMS'],
    at: FAILED_CHANGES,
    reason: 'It is encrypted with a key of S3. With `encryptionKey` of the tenancy it is a key of the account, which has a price per month.',
  },
  {
    ids: ['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
    at: EXPORTS,
    reason: 'Access logs have a price, and need a bucket and a retention period that the owner of the account chooses. Sessions of one tenant read and '
      + 'write the objects, which CloudTrail can record.',
  },
  {
    ids: ['NIST.800.53.R5-S3DefaultEncryptionKMS'],
    at: EXPORTS,
    reason: 'It is encrypted with a key of S3. With `encryptionKey` of the tenancy it is a key of the account, which has a price per month.',
  },
  {
    ids: ['AwsSolutions-COG2'],
    at: TENANCY,
    reason: 'A second factor is an additional step for every user, so the app decides. The story of the example signs in with a password.',
  },
  {
    ids: ['AwsSolutions-COG8'],
    at: TENANCY,
    reason: 'The Plus plan adds threat protection, at a higher price for every active user. The tenancy only needs the Essentials plan.',
  },
  {
    ids: ['NIST.800.53.R5-DynamoDBInBackupPlan'],
    at: EVERYWHERE,
    reason: 'Point-in-time recovery is on and restores any second of the last 35 days. Backup plans belong to an account, and select its tables by tag.',
  },
  {
    ids: ['NIST.800.53.R5-CloudWatchLogGroupEncrypted'],
    at: EVERYWHERE,
    reason: 'CloudWatch Logs encrypts with its own keys, and no log contains a token, an email address or a body. A key of the account has a price per month.',
  },
  {
    ids: ['NIST.800.53.R5-LambdaConcurrency'],
    at: EVERYWHERE,
    reason: 'Concurrency that is reserved for one function is not available to others of the account. A sign-in that reaches the limit fails.',
  },
  {
    ids: ['NIST.800.53.R5-LambdaInsideVPC'],
    at: EVERYWHERE,
    reason: 'The functions only call AWS services, with TLS and IAM, and accept no connections. They need nothing in a VPC.',
  },
  {
    ids: ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]'],
    at: OWN,
    reason: 'The CDK adds this policy to the role of every function. It only allows writing logs.',
  },
  {
    ids: ['AwsSolutions-IAM5[Resource::*]'],
    at: OWN,
    reason: 'The actions that send traces to X-Ray do not support resources.',
  },
  {
    ids: ['NIST.800.53.R5-IAMNoInlinePolicy'],
    at: OWN,
    reason: 'The policy belongs to one role and is deleted with it. A managed policy could be attached to other roles.',
  },
  {
    ids: ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'],
    at: OWN,
    reason: 'API Gateway waits for the response of these functions. Lambda only sends asynchronous calls to a dead-letter target.',
  },
];

/** Reasons for the findings of cfn-lint in the template of the example. */
export const CFN_LINT_REASONS: readonly Reason[] = [
  {
    ids: ['W3005'],
    at: EVERYWHERE,
    reason: 'In the CDK, a function or state machine depends on its role and on the policies of the role, which must exist first. '
      + 'The additional dependency on the role has no effect.',
  },
];
