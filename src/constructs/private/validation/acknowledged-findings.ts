/*
 * Why constructs of ours are as they are, where cdk-nag would have them otherwise: a team that runs cdk-nag over its app
 * reads no finding here that it could do nothing about. What the owner of an account decides (web ACLs, access logs, keys,
 * backups, ...) is left to be found. `npm run scan` fails on a reason that no finding needs any more.
 */
import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Why, by the id of the finding. */
export type AcknowledgedFindings = Readonly<Record<string, string>>;

/** `Validations.ACKNOWLEDGED_RULES_METADATA_KEY` of newer CDKs, which cdk-nag 3 reads. Older ones carry it along. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

const INLINE_POLICY = 'The policy belongs to this one role and goes with it; a managed policy could be attached to others.';

export const ROLE_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-IAMNoInlinePolicy': INLINE_POLICY,
};

export const FUNCTION_ROLE_FINDINGS: AcknowledgedFindings = {
  ...ROLE_FINDINGS,
  'Serverless-LambdaStarPermissions': 'Sending traces to X-Ray: these actions know no resources.',
  'AwsSolutions-IAM5[Resource::*]': 'Sending traces to X-Ray, and listing streams where changes of tables are read: these actions know no resources.',
};

export const STATE_MACHINE_FINDINGS: AcknowledgedFindings = {
  ...ROLE_FINDINGS,
  'AwsSolutions-IAM5[Resource::*]': 'Sending traces to X-Ray and setting up the delivery of logs: these actions know no resources.',
};

const NEVER_QUEUED = 'API Gateway, Cognito or the reader of a stream waits for the answer of this function. Lambda hands only asynchronous calls to a dead-letter target.';

export const FUNCTION_FINDINGS: AcknowledgedFindings = {
  'Serverless-LambdaDLQ': NEVER_QUEUED,
  'NIST.800.53.R5-LambdaDLQ': NEVER_QUEUED,
};

export const REST_API_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-APIG2': 'The functions validate bodies and name every bad field, whatever the content type; the gateway could do neither.',
  'AwsSolutions-COG4': 'TenantAuthorizer verifies the Cognito token and knows its tenant, which a Cognito authorizer does not; the admin API asks for IAM.',
  'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted': 'Answers of one tenant are not kept in a cache that all tenants share.',
  'NIST.800.53.R5-APIGWSSLEnabled': 'A client certificate is for backends that are reached by HTTP. The backends here are functions, which IAM guards.',
};

const IS_DEAD_LETTER_QUEUE = 'It is the dead-letter queue, of the state machines and of the rules that start them.';

export const DEAD_LETTER_QUEUE_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-SQS3': IS_DEAD_LETTER_QUEUE,
  'Serverless-SQSRedrivePolicy': IS_DEAD_LETTER_QUEUE,
};

export const USER_POOL_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-COG1': 'Passwords have at least 12 characters, of any kind: NIST SP 800-63B asks for length, and advises against rules of composition.',
};

export const DASHBOARD_BUCKET_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-S3BucketVersioningEnabled': 'All of its content comes from a package and from the template: deploying a release again brings it back.',
  'NIST.800.53.R5-S3BucketReplicationEnabled': 'All of its content comes from a package and from the template: another Region has it by a deployment there.',
};

export const FAILED_CHANGES_BUCKET_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-S3BucketVersioningEnabled': 'An object is written once, and deleted after two weeks.',
  'NIST.800.53.R5-S3BucketReplicationEnabled': 'An object is there until somebody has played it again, two weeks at most.',
};

const COPIES_FILES = 'The CDK grants this to its own function, which copies files, needed or not: it ends at the buckets of dashboards and at the one for assets.';
const OF_THE_CDK = "It is the CDK's own function and runs during deployments only: the CDK chooses how it is set up.";

export const BUCKET_DEPLOYMENT_FINDINGS: AcknowledgedFindings = {
  ...ROLE_FINDINGS,
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
    'The CDK gives it to the role of its own function: it allows to write logs, and nothing else.',
  'AwsSolutions-IAM5[Action::s3:GetObject*]': COPIES_FILES,
  'AwsSolutions-IAM5[Action::s3:GetBucket*]': COPIES_FILES,
  'AwsSolutions-IAM5[Action::s3:List*]': COPIES_FILES,
  'AwsSolutions-IAM5[Action::s3:DeleteObject*]': COPIES_FILES,
  'AwsSolutions-IAM5[Action::s3:Abort*]': COPIES_FILES,
  'AwsSolutions-L1': OF_THE_CDK,
  'Serverless-LambdaLatestVersion': OF_THE_CDK,
  'Serverless-LambdaTracing': OF_THE_CDK,
  'Serverless-LambdaDLQ': OF_THE_CDK,
  'NIST.800.53.R5-LambdaDLQ': OF_THE_CDK,
};

/** Gives the reasons for findings on a construct and on all below it: each once, though several of ours may have to do with it. */
export function acknowledgeFindings(scope: IConstruct, findings: AcknowledgedFindings): void {
  const acknowledged = scope.node.metadata.filter(({ type }) => type === ACKNOWLEDGED_RULES);
  const known: AcknowledgedFindings = Object.assign({}, ...acknowledged.map(({ data }) => data));
  const added = Object.entries(findings).filter(([id]) => !(id in known));
  if (added.length > 0) {
    scope.node.addMetadata(ACKNOWLEDGED_RULES, Object.fromEntries(added));
  }
}

/** Gives the reason for a resource with a wildcard in it, in the statements of a construct and of all below it. */
export function acknowledgeWildcard(scope: IConstruct, resource: string, reason: string): void {
  acknowledgeFindings(scope, { [`AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`]: reason });
}

/** Text with its references and policy variables, written as in the ids of cdk-nag's findings. */
function flatten(value: any): string {
  if (typeof value === 'string') {
    return value.replace(/\$\{([^{}]*)\}/g, '<$1>');
  }
  const [[intrinsic, argument]] = Object.entries<any>(value);
  switch (intrinsic) {
    case 'Ref': return `<${argument}>`;
    case 'Fn::GetAtt': return `<${argument.join('.')}>`;
    case 'Fn::Sub': return flatten(argument);
    case 'Fn::Join': return argument[1].map(flatten).join(argument[0]);
    default: return JSON.stringify(value);
  }
}
