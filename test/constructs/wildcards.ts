const XRAY = 'X-Ray has no resources that a statement could name.';
const LOG_DELIVERY = 'The delivery of vended logs is set up for the whole account, and its actions take no resource.';
const COPIES_ASSETS = 'The CDK lets its function read all of the bucket that was bootstrapped for assets, those of other apps among them: it grants no less.';
const COPIES_AND_KEEPS = 'The CDK lets its function write all files of the dashboard, and what becomes no event is written into the bucket for failed changes: '
  + 'the wildcard stands for their names.';
const COPIES_FILES = 'The CDK lets its function read and write all files of the dashboard: the wildcard stands for their names.';
const SERVES_FILES = 'CloudFront serves all files of the dashboard: the wildcard stands for their names.';
const DELETES_FILES = 'The CDK lets its function empty the bucket of the dashboard before it goes, and the one that copies delete files too, though it never does: '
  + 'the wildcard stands for their names.';
const OF_BUCKETS = 'One statement has actions on the bucket of the dashboard and on its files: this action has no files to work on.';

/** Why a resource of a statement has a wildcard in it: `<action> on <resource>`, where `<>` stands for a reference. */
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
  'logs:PutResourcePolicy on *': 'The policy that lets CloudWatch Logs take vended logs is one for the whole account; the action takes no resource.',
  'logs:DescribeResourcePolicies on *': 'It lists the policies of the whole account; the action takes no resource.',
  'logs:DescribeLogGroups on *': 'Step Functions looks through the log groups of the account for the one it delivers to.',

  'dynamodb:ListStreams on *': 'Whoever reads a change stream has to be able to list streams; the action takes no resource.',

  'execute-api:Invoke on arn:<>:execute-api:<>:<>:<>/<>/GET/tenants/*':
    'The pre-token hook asks for the tenants of whoever signs in: the wildcard stands for the user id at the end of the path.',

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

/** The resources with wildcards in the allowing statements of a template, in the notation of the reasons above. */
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
  /** A trust policy has none. */
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
