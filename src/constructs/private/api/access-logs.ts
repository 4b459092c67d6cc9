import { CfnResource, RemovalPolicy, Stack, aws_apigateway as apigateway, aws_iam as iam, aws_logs as logs } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiAccessLogOptions, ApiLogRole } from '../../api-options';
import { acknowledgeFindings, API_LOG_ROLE_FINDINGS } from '../validation/acknowledged-findings';
import { isOn } from '../validation/switch';

/** Id of the account setting, which all APIs of a stack share. */
const ACCOUNT_ID = 'TenancyApiLogAccount';

/**
 * Fields of an entry. None of them identifies a user or a tenant. Messages are left out: those of IAM contain the ARN of the caller and the
 * path, and those of an integration can contain anything that the function throws.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const FIELDS = {
  requestId: '$context.requestId',
  // Clients can set the request id, but not this one.
  extendedRequestId: '$context.extendedRequestId',
  requestTime: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  stage: '$context.stage',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  error: '$context.error.responseType',
  authorizerStatus: '$context.authorizer.status',
  authorizerLatency: '$context.authorizer.latency',
  authorizerRequestId: '$context.authorizer.requestId',
  iamStatus: '$context.authenticate.status',
  integrationStatus: '$context.integration.integrationStatus',
  functionStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  integrationRequestId: '$context.integration.requestId',
  xrayTraceId: '$context.xrayTraceId',
};

/** Creates the log group of a stage and returns the stage's access log settings. */
export function accessLogSettings(scope: Construct, id: string, options: ApiAccessLogOptions): apigateway.StageOptions {
  if (!isOn(scope, 'accessLogs', options)) {
    return {};
  }
  const logGroup = new logs.LogGroup(scope, id, {
    retention: options.retention ?? logs.RetentionDays.ONE_MONTH,
    removalPolicy: options.removalPolicy ?? RemovalPolicy.DESTROY,
  });
  return {
    accessLogDestination: new apigateway.LogGroupLogDestination(logGroup),
    accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(FIELDS)),
  };
}

/** Makes a stage with logs depend on the account's role. Without a role, API Gateway rejects the stage. */
export function provideLogRole(stage: apigateway.Stage, { enabled = true, role = ApiLogRole.CREATE }: ApiAccessLogOptions): void {
  if (enabled && role === ApiLogRole.CREATE) {
    stage.node.addDependency(accountOf(Stack.of(stage)));
  }
}

/** The role and the setting are kept when the stack is deleted: other APIs of the account write their logs with the role. */
function accountOf(stack: Stack): apigateway.CfnAccount {
  const existing = stack.node.tryFindChild(ACCOUNT_ID) as apigateway.CfnAccount | undefined;
  if (existing) {
    return existing;
  }
  const role = new iam.Role(stack, 'TenancyApiLogRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    description: 'Writes the logs of all REST APIs of the account in this Region',
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  });
  keep(role.node.defaultChild as CfnResource);
  acknowledgeFindings(role, API_LOG_ROLE_FINDINGS);
  const account = new apigateway.CfnAccount(stack, ACCOUNT_ID, { cloudWatchRoleArn: role.roleArn });
  keep(account);
  return account;
}

/** Overrides last: aspects that set a removal policy for everything, such as `RemovalPolicies`, run after this. */
function keep(resource: CfnResource): void {
  resource.addOverride('DeletionPolicy', 'Retain');
  resource.addOverride('UpdateReplacePolicy', 'Retain');
}
