const XRAY = 'The actions of X-Ray support no resources.';
const LOG_DELIVERY = 'The delivery of vended logs is configured for the account, and its actions support no resources.';
const COPIES_ASSETS = 'The CDK lets its function read the complete bootstrap bucket for assets, also assets of other apps. It has no smaller grant.';
const COPIES_AND_KEEPS = 'The CDK lets its function write all files of the dashboard, and failed changes are written into their bucket: '
  + 'the wildcard stands for their names.';
const COPIES_FILES = 'The CDK lets its function read and write all files of the dashboard: the wildcard stands for their names.';
const SERVES_FILES = 'CloudFront serves all files of the dashboard: the wildcard stands for their names.';
const DELETES_FILES = 'The CDK lets one function empty the bucket of the dashboard, and the copying function delete files, which it never does: '
  + 'the wildcard stands for their names.';
const OF_BUCKETS = 'One statement has actions on the bucket of the dashboard and on its files. This action applies only to the bucket.';

const EXPORTS_OF_TENANT = 'A scoped role works on the exports of the tenant in its session tag: the wildcard stands for the ids of exports and the names of files.';

/** The reasons for wildcards in resources of statements, by `<action> on <resource>`, where `<>` stands for a reference. */
export const WILDCARD_REASONS: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments on *': XRAY,
  'xray:PutTelemetryRecords on *': XRAY,
  'xray:GetSamplingRules on *': XRAY,
  'xray:GetSamplingTargets on *': XRAY,

  'logs:CreateLogDelivery on *': LOG_DELIVERY,
  'logs:GetLogDelivery on *': LOG_DELIVERY,
  'logs:UpdateLogDelivery on *': LOG_DELIVERY,
  'logs:DeleteLogDelivery on *': LOG_DELIVERY,
  'logs:ListLogDeliveries on *': LOG_DELIVERY,
  'logs:PutResourcePolicy on *': 'The policy that lets CloudWatch Logs accept vended logs is for the account; the action supports no resources.',
  'logs:DescribeResourcePolicies on *': 'It lists the policies of the account; the action supports no resources.',
  'logs:DescribeLogGroups on *': 'Step Functions searches the log groups of the account for its destination.',

  'states:DescribeExecution on arn:<>:states:<>:<>:execution:<>:*': 'The wildcard stands for the name of an execution of the state machine that deletes tenants.',

  'dynamodb:ListStreams on *': 'Every reader of a change stream must list streams; the action supports no resources.',

  's3:DeleteObject on <>/${aws:PrincipalTag/tenantId}/*': EXPORTS_OF_TENANT,
  's3:DeleteObjectVersion on <>/${aws:PrincipalTag/tenantId}/*': EXPORTS_OF_TENANT,
  's3:GetObject on <>/${aws:PrincipalTag/tenantId}/*': EXPORTS_OF_TENANT,
  's3:PutObject on <>/${aws:PrincipalTag/tenantId}/*': EXPORTS_OF_TENANT,
  's3:PutObject on <>/${aws:PrincipalTag/tenantId}/*/state.json': EXPORTS_OF_TENANT,

  's3:GetObject* on arn:<>:s3:::<>/*': COPIES_ASSETS,
  's3:GetBucket* on arn:<>:s3:::<>/*': COPIES_ASSETS,
  's3:List* on arn:<>:s3:::<>/*': COPIES_ASSETS,
  's3:GetObject* on <>/*': COPIES_FILES,
  's3:PutObject on <>/*': COPIES_AND_KEEPS,
  's3:PutObjectLegalHold on <>/*': COPIES_FILES,
  's3:PutObjectRetention on <>/*': COPIES_FILES,
  's3:PutObjectTagging on <>/*': COPIES_FILES,
  's3:PutObjectVersionTagging on <>/*': COPIES_FILES,
  's3:Abort* on <>/*': COPIES_FILES,
  's3:DeleteObject* on <>/*': DELETES_FILES,
  's3:GetObject on <>/*': SERVES_FILES,
  's3:ListBucket on <>/*': OF_BUCKETS,
  's3:GetBucket* on <>/*': OF_BUCKETS,
  's3:List* on <>/*': OF_BUCKETS,
  's3:PutBucketPolicy on <>/*': OF_BUCKETS,
};

/** Returns the resources with wildcards in the `Allow` statements of a template, in the notation of the reasons above. */
export function wildcards(template: object): string[] {
  return [...new Set(statementsIn(template)
    .filter(({ Effect: effect }) => effect === 'Allow')
    .flatMap(({ Action: actions, Resource: resources }) => [resources ?? []].flat()
      .map(flatten)
      .filter((resource) => resource.includes('*'))
      .flatMap((resource) => [actions].flat().map((action) => `${action} on ${resource}`))))];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  /** Absent in a trust policy. */
  readonly Resource?: unknown;
}

function statementsIn(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => key === 'Statement' && Array.isArray(inner) ? inner : statementsIn(inner));
}

function flatten(value: any): string {
  if (typeof value === 'string') {
    return value;
  }
  const join = value['Fn::Join'];
  return join ? join[1].map(flatten).join(join[0]) : '<>';
}
