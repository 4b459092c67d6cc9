/*
 * The reasons why our constructs differ from rules of cdk-nag. Teams that run cdk-nag over their app don't see findings that they can't fix.
 * Findings that the owner of an account decides on (web ACLs, access logs, keys, backups, ...) are still reported. `npm run scan` fails on
 * a reason without a finding.
 */
import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Reasons by the id of the finding. */
export type AcknowledgedFindings = Readonly<Record<string, string>>;

/** `Validations.ACKNOWLEDGED_RULES_METADATA_KEY` of newer CDKs, which cdk-nag 3 reads. Older CDKs pass the metadata through. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

const INLINE_POLICY = 'The policy belongs to this role only and is deleted with it; a managed policy could be attached to other roles.';

export const ROLE_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-IAMNoInlinePolicy': INLINE_POLICY,
};

export const FUNCTION_ROLE_FINDINGS: AcknowledgedFindings = {
  ...ROLE_FINDINGS,
  'Serverless-LambdaStarPermissions': 'Sending traces to X-Ray: these actions support no resources.',
  'AwsSolutions-IAM5[Resource::*]': 'Sending traces to X-Ray, and listing streams to read changes of tables: these actions support no resources.',
};

export const STATE_MACHINE_FINDINGS: AcknowledgedFindings = {
  ...ROLE_FINDINGS,
  'AwsSolutions-IAM5[Resource::*]': 'Sending traces to X-Ray and setting up the delivery of logs: these actions support no resources.',
};

const NEVER_QUEUED = 'API Gateway, Cognito or a stream calls this function synchronously. Lambda sends only asynchronous calls to a dead-letter target.';

export const FUNCTION_FINDINGS: AcknowledgedFindings = {
  'Serverless-LambdaDLQ': NEVER_QUEUED,
  'NIST.800.53.R5-LambdaDLQ': NEVER_QUEUED,
};

export const REST_API_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-APIG2': 'The functions validate bodies of any content type and report each invalid field; the gateway can do neither.',
  'AwsSolutions-COG4': 'TenantAuthorizer verifies the Cognito token and its tenant, which a Cognito authorizer does not; the admin API requires IAM.',
  'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted': 'Responses for one tenant must not be in a cache that all tenants share.',
  'NIST.800.53.R5-APIGWSSLEnabled': 'A client certificate is for HTTP backends. The backends here are functions, which IAM protects.',
};

export const API_LOG_ROLE_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
    'API Gateway has one role for the logs of all REST APIs of an account in a Region. AWS maintains this policy for it.',
};

const IS_DEAD_LETTER_QUEUE = 'It is the dead-letter queue of the state machines and of the rules that start them.';

export const DEAD_LETTER_QUEUE_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-SQS3': IS_DEAD_LETTER_QUEUE,
  'Serverless-SQSRedrivePolicy': IS_DEAD_LETTER_QUEUE,
};

export const LOST_EXECUTIONS_FINDINGS: AcknowledgedFindings = {
  'Serverless-EventBusDLQ': 'The target of the rule is a dead-letter queue itself.',
};

export const SWEEP_FINDINGS: AcknowledgedFindings = {
  'Serverless-EventBusDLQ': 'A start that is lost needs no repair: the next one, 15 minutes later, finds the same tenants.',
};

export const USER_POOL_FINDINGS: AcknowledgedFindings = {
  'AwsSolutions-COG1': 'Passwords have at least 12 characters of any kind: NIST SP 800-63B requires length, and advises against composition rules.',
};

export const DASHBOARD_BUCKET_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-S3BucketVersioningEnabled': 'All its content comes from a package and from the template: deploying a release again restores it.',
  'NIST.800.53.R5-S3BucketReplicationEnabled': 'All its content comes from a package and from the template: a deployment in another Region creates it there.',
};

export const FAILED_CHANGES_BUCKET_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-S3BucketVersioningEnabled': 'An object is written once and deleted after two weeks.',
  'NIST.800.53.R5-S3BucketReplicationEnabled': 'An object is needed only until its changes are replayed, for at most two weeks.',
};

export const EXPORTS_BUCKET_FINDINGS: AcknowledgedFindings = {
  'NIST.800.53.R5-S3BucketVersioningEnabled': 'Exports are copies that can be requested again. Earlier versions would keep data of tenants for longer.',
  'NIST.800.53.R5-S3BucketReplicationEnabled': 'Exports are copies that can be requested again, and are deleted after some days.',
};

const COPIES_FILES = "The CDK grants this to its own function, which copies files. It is limited to the dashboards' buckets and the bucket for assets.";
const OF_THE_CDK = "It is the CDK's own function, which runs only during deployments. The CDK determines its settings.";

export const BUCKET_DEPLOYMENT_FINDINGS: AcknowledgedFindings = {
  ...ROLE_FINDINGS,
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
    'The CDK adds it to the role of its own function. It only allows writing logs.',
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

/** Adds the reasons for findings on a construct and everything below it. A reason that is already there is not added again. */
export function acknowledgeFindings(scope: IConstruct, findings: AcknowledgedFindings): void {
  const acknowledged = scope.node.metadata.filter(({ type }) => type === ACKNOWLEDGED_RULES);
  const known: AcknowledgedFindings = Object.assign({}, ...acknowledged.map(({ data }) => data));
  const added = Object.entries(findings).filter(([id]) => !(id in known));
  if (added.length > 0) {
    scope.node.addMetadata(ACKNOWLEDGED_RULES, Object.fromEntries(added));
  }
}

/** Adds the reason for a resource with a wildcard in the statements of a construct and everything below it. */
export function acknowledgeWildcard(scope: IConstruct, resource: string, reason: string): void {
  acknowledgeFindings(scope, { [`AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`]: reason });
}

/** Returns a text in which references and policy variables are written as in the ids of cdk-nag's findings. */
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
