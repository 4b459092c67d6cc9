/** Events as AWS documents them, for the functions under test. */
import type {
  APIGatewayProxyEvent,
  APIGatewayRequestAuthorizerEvent,
  Context,
  PostConfirmationTriggerEvent,
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
} from 'aws-lambda';

export const REGION = 'us-east-1';
export const USER_POOL_ID = 'us-east-1_Ab12Cd34E';
export const CLIENT_ID = '1h57kf5cpq17m0eml12EXAMPLE';
export const TENANT_ID = '0123456789abcdef0123456789abcdef';
export const OTHER_TENANT_ID = 'fedcba9876543210fedcba9876543210';
export const USER_ID = '5b6c1f0e-0d8b-4f9a-9a52-6b1d7a2f0c11';
export const OTHER_USER_ID = '99999999-0d8b-4f9a-9a52-6b1d7a2f0c11';
export const EMAIL = 'alice.secret@example.com';
export const PERSON_NAME = 'Alice Secretname';
export const REQUEST_ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
/** The IAM principal of requests to the admin API. */
export const SERVICE_ARN = 'arn:aws:sts::123456789012:assumed-role/Billing/job';
export const METHOD_ARN = `arn:aws:execute-api:${REGION}:123456789012:abcdef123/prod/GET/tenant/${TENANT_ID}`;

export function lambdaContext(): Context {
  return {
    awsRequestId: 'b0f7c2d4-1111-2222-3333-444455556666',
    functionName: 'under-test',
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${REGION}:123456789012:function:under-test`,
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/under-test',
    logStreamName: 'stream',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => 5_000,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

export interface ApiRequest {
  readonly method: string;
  /** In API Gateway's notation. */
  readonly resource: string;
  /** By name, as the gateway passes them on. */
  readonly parameters: Record<string, string>;
  /** As the gateway passes it on. By default, it is built from resource and parameters. */
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly authorizer?: Record<string, unknown>;
  readonly query?: Record<string, string>;
  /** The stage of the API; `prod` by default. */
  readonly stage?: string;
  /** ARN of the IAM principal; {@link SERVICE_ARN} by default. */
  readonly principal?: string;
}

/** Event of a Lambda proxy integration of a REST API. */
export function apiEvent(request: ApiRequest): APIGatewayProxyEvent {
  const headers = Object.entries({ 'Host': 'abcdef123.execute-api.us-east-1.amazonaws.com', 'X-Forwarded-Proto': 'https', ...request.headers });
  const { stage = 'prod', principal = SERVICE_ARN } = request;
  const path = request.path ?? request.resource.replace(/\{(\w+)\}/g, (_, name: string) => request.parameters[name]);
  return {
    resource: request.resource,
    path,
    httpMethod: request.method,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, [value].flat().at(-1)])),
    multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value].flat()])),
    queryStringParameters: request.query ?? null,
    multiValueQueryStringParameters: null,
    pathParameters: request.parameters,
    stageVariables: null,
    body: request.body ?? null,
    isBase64Encoded: request.isBase64Encoded ?? false,
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef123',
      authorizer: request.authorizer ?? null,
      protocol: 'HTTP/1.1',
      httpMethod: request.method,
      identity: { sourceIp: '198.51.100.1', userAgent: 'test', userArn: principal } as APIGatewayProxyEvent['requestContext']['identity'],
      path: `/${stage}${path}`,
      stage,
      requestId: REQUEST_ID,
      requestTimeEpoch: 1_700_000_000_000,
      resourceId: 'r1',
      resourcePath: request.resource,
      domainName: 'abcdef123.execute-api.us-east-1.amazonaws.com',
    },
  };
}

/** The authorizer's context for a member, as API Gateway passes it on: every value is a string. */
export function authorizerOf(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    principalId: USER_ID,
    integrationLatency: 12,
    userId: USER_ID,
    tenantId: TENANT_ID,
    tenantRole: 'admin',
    userName: USER_ID,
    expiresAt: String(Math.floor(Date.now() / 1000) + 600),
    ...changes,
  };
}

/** Event of a REQUEST authorizer of a REST API. */
export function authorizerEvent(headers: Record<string, string | string[]>, methodArn = METHOD_ARN): APIGatewayRequestAuthorizerEvent {
  const entries = Object.entries(headers);
  return {
    type: 'REQUEST',
    methodArn,
    resource: '/tenant/{tenantId}',
    path: `/tenant/${TENANT_ID}`,
    httpMethod: 'GET',
    headers: Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().at(-1)])),
    multiValueHeaders: Object.fromEntries(entries.map(([name, value]) => [name, [value].flat()])),
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    pathParameters: { tenantId: TENANT_ID },
    stageVariables: {},
    requestContext: { requestId: REQUEST_ID, apiId: 'abcdef123', stage: 'prod' } as APIGatewayRequestAuthorizerEvent['requestContext'],
  };
}

const CALLER = { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: CLIENT_ID };

export function userAttributes(changes: Record<string, string> = {}): Record<string, string> {
  return { 'sub': USER_ID, 'email_verified': 'true', 'cognito:user_status': 'CONFIRMED', 'email': EMAIL, 'name': PERSON_NAME, ...changes };
}

export function postConfirmationEvent(
  triggerSource: PostConfirmationTriggerEvent['triggerSource'] = 'PostConfirmation_ConfirmSignUp',
  attributes = userAttributes(),
): PostConfirmationTriggerEvent {
  return {
    version: '1',
    region: REGION,
    userPoolId: USER_POOL_ID,
    userName: USER_ID,
    callerContext: CALLER,
    triggerSource,
    request: { userAttributes: attributes },
    response: {},
  };
}

const GROUPS = { groupsToOverride: ['editors', 'staff'], iamRolesToOverride: [], preferredRole: undefined };

export function preTokenEventV1(attributes = userAttributes()): PreTokenGenerationTriggerEvent {
  return {
    version: '1',
    region: REGION,
    userPoolId: USER_POOL_ID,
    userName: USER_ID,
    callerContext: CALLER,
    triggerSource: 'TokenGeneration_Authentication',
    request: { userAttributes: attributes, groupConfiguration: GROUPS },
    response: { claimsOverrideDetails: null } as unknown as PreTokenGenerationTriggerEvent['response'],
  };
}

export function preTokenEventV2(attributes = userAttributes()): PreTokenGenerationV2TriggerEvent {
  return {
    version: '2',
    region: REGION,
    userPoolId: USER_POOL_ID,
    userName: USER_ID,
    callerContext: CALLER,
    triggerSource: 'TokenGeneration_RefreshTokens',
    request: { userAttributes: attributes, groupConfiguration: GROUPS, scopes: ['aws.cognito.signin.user.admin'] },
    response: { claimsAndScopeOverrideDetails: null } as unknown as PreTokenGenerationV2TriggerEvent['response'],
  };
}
