import { atOrBelow, type Reason } from './reasons';

const EVERYWHERE = atOrBelow('DevicesApp');
const TENANCY = atOrBelow('DevicesApp/Tenancy');
const DASHBOARD = atOrBelow('DevicesApp/Tenancy/Dashboard');
const FAILED_CHANGES = atOrBelow('DevicesApp/Tenancy/ChangeEvents/FailedChanges');
/** What the app adds to the tenancy. */
const OWN = /^DevicesApp\/(?!Tenancy\/)/;

/**
 * Why the example is no worse for what cdk-nag still finds in it.
 *
 * What follows from the design of a construct of ours is not here: the constructs themselves give these reasons, in
 * `src/constructs/private/validation/acknowledged-findings.ts`. What is here is for the owner of an app or account to decide, and
 * `docs/scanners.md` says how.
 */
export const NAG_REASONS: readonly Reason[] = [
  {
    ids: [
      'AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging',
      'AwsSolutions-APIG6', 'NIST.800.53.R5-APIGWExecutionLoggingEnabled',
    ],
    at: TENANCY,
    reason: 'API Gateway writes these logs with a role that is one for the whole account and Region. It is not for one stack to set, '
      + 'and in an account without it a stage that logs cannot be deployed.',
  },
  {
    ids: ['AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF'],
    at: TENANCY,
    reason: 'A web ACL has a price for each month and each rule, and its rules follow from the traffic of an app, of which the example has none.',
  },
  {
    ids: ['Serverless-APIGWDefaultThrottling'],
    at: TENANCY,
    reason: 'The limits of the account hold. Lower ones follow from the load that an app expects, and a guess would refuse customers of those who copy it.',
  },
  {
    ids: ['AwsSolutions-CFR1'],
    at: DASHBOARD,
    reason: 'Whom an app serves, and where they live, is for its owner to say: nobody is kept out of the example.',
  },
  {
    ids: ['AwsSolutions-CFR2'],
    at: DASHBOARD,
    reason: 'A web ACL has a price for each month and each rule. The dashboard is static files; what it calls has limits of its own.',
  },
  {
    ids: ['AwsSolutions-CFR3', 'AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
    at: DASHBOARD,
    reason: 'Access logs hold addresses of people, have a price, and need a bucket and a term that the owner of an account chooses. '
      + 'The files are public, and nobody but CloudFront reads the bucket.',
  },
  {
    ids: ['AwsSolutions-CFR4'],
    at: DASHBOARD,
    reason: 'A lowest version of TLS comes with a domain and a certificate, which the example has not. With both, it is TLS 1.2.',
  },
  {
    ids: ['NIST.800.53.R5-S3DefaultEncryptionKMS'],
    at: DASHBOARD,
    reason: 'The bucket has what everybody can download, encrypted with a key of S3. A key of the account has a price a month.',
  },
  {
    ids: ['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'],
    at: FAILED_CHANGES,
    reason: 'Access logs have a price, and need a bucket and a term that the owner of an account chooses. The function writes into the bucket, and whoever '
      + 'repairs reads from it, which CloudTrail knows.',
  },
  {
    ids: ['NIST.800.53.R5-S3DefaultEncryptionKMS'],
    at: FAILED_CHANGES,
    reason: 'It is encrypted with a key of S3. `encryptionKey` of the tenancy makes it a key of the account, which has a price a month.',
  },
  {
    ids: ['AwsSolutions-COG2'],
    at: TENANCY,
    reason: 'A second factor is a step that every user of an app has to take, so the app decides. The story of the example signs in with a password.',
  },
  {
    ids: ['AwsSolutions-COG8'],
    at: TENANCY,
    reason: 'The Plus plan adds threat protection, at a higher price for every active user. The Essentials plan has all that the tenancy needs.',
  },
  {
    ids: ['NIST.800.53.R5-DynamoDBInBackupPlan'],
    at: EVERYWHERE,
    reason: 'Point-in-time recovery is on and restores any second of the last 35 days. Backup plans are made for an account, and select its tables by tag.',
  },
  {
    ids: ['NIST.800.53.R5-CloudWatchLogGroupEncrypted'],
    at: EVERYWHERE,
    reason: 'CloudWatch Logs encrypts with keys of its own, and no log holds a token, an e-mail address or a body. A key of the account has a price a month.',
  },
  {
    ids: ['NIST.800.53.R5-LambdaConcurrency'],
    at: EVERYWHERE,
    reason: 'What is reserved for one function is taken from all others of the account, and a sign-in that meets the limit fails.',
  },
  {
    ids: ['NIST.800.53.R5-LambdaInsideVPC'],
    at: EVERYWHERE,
    reason: 'The functions call services of AWS only, by TLS and with IAM, and take no connections. A network would hold nothing for them to reach.',
  },
  {
    ids: ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]'],
    at: OWN,
    reason: 'The CDK gives it to the role of every function: it allows to write logs, and nothing else.',
  },
  {
    ids: ['AwsSolutions-IAM5[Resource::*]'],
    at: OWN,
    reason: 'Sending traces to X-Ray: its actions know no resources.',
  },
  {
    ids: ['NIST.800.53.R5-IAMNoInlinePolicy'],
    at: OWN,
    reason: 'The policy belongs to one role and goes with it; a managed policy could be attached to others.',
  },
  {
    ids: ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'],
    at: OWN,
    reason: 'API Gateway waits for the answer of these functions. Lambda hands only asynchronous calls to a dead-letter target.',
  },
];

/** Why the example is no worse for what cfn-lint finds in its template. */
export const CFN_LINT_REASONS: readonly Reason[] = [
  {
    ids: ['W3005'],
    at: EVERYWHERE,
    reason: 'The CDK makes a function or state machine depend on its role together with the policies of the role, which must be in place first. '
      + 'Naming the role once more changes nothing.',
  },
];
