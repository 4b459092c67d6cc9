import type { Unmissable } from './verdict';

/**
 * Permissions that AWS needs and the engine does not check. A sweep cannot show that they are needed. The sweep fails if an entry no
 * longer matches a permission, or if a step does need it.
 */
export const UNMISSABLE: readonly Unmissable[] = [
  {
    holder: /HandlerRole$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
    reason: 'Lambda writes the logs of a function with its role. The engine writes them itself.',
  },
  {
    holder: /^(AddDevice|ListDevices|ReadDevice)ServiceRole$|^Tenancy(Api|Invitations|AdminApiExport|Lifecycle\w*?)(Handler|Worker)Role$/,
    actions: ['sts:TagSession'],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    reason: 'Assuming a role with tags needs the right to tag, in addition to the trust policy. The engine checks the trust policy only.',
  },
  {
    holder: /(HandlerRole|ServiceRole)$/,
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    // https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
    reason: 'Lambda sends the traces of a function with its role. The engine has no traces.',
  },
  {
    holder: /^(AddDevice|ListDevices|ReadDevice|CustomCDKBucketDeployment\w+)ServiceRole$|^CustomS3AutoDeleteObjectsCustomResourceProviderRole$/,
    actions: ['AWSLambdaBasicExecutionRole'],
    // https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    reason: 'Lambda writes the logs of a function with its role. The CDK adds this policy to the roles that it creates for functions.',
  },
  {
    holder: /^CustomCDKBucketDeployment\w+ServiceRole$/,
    actions: [
      's3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:PutObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention',
      's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Abort*',
    ],
    // https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3_deployment-readme.html
    reason: "The CDK's own function copies the dashboard during deployments, and no step deploys. The CDK grants its permissions.",
  },
  {
    holder: /StateMachineRole$/,
    actions: [
      'logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries',
      'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups',
    ],
    // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    reason: 'Step Functions sets up the delivery of logs with the role of the machine. The engine has no logs of Express executions.',
  },
  {
    holder: /StateMachineRole$/,
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
    reason: 'Step Functions sends the traces of an execution with the role of the machine. The engine has no traces.',
  },
  {
    holder: /^(AddDevice|ListDevices|ReadDevice|Tenancy\w+Handler)$/,
    actions: ['lambda:InvokeFunction'],
    // Does not match the permission for the "Test" button of the console.
    resource: /^itself by (Tenancy(Admin)?ApiRestApi\/(prod|authorizers)\/|userpool\/)/,
    // https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
    reason: 'API Gateway and Cognito need a permission in the policy of a function that they call. The engine does not check it.',
  },
];
