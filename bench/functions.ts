import * as path from 'node:path';
import { INVITATIONS_TABLE_NAME, TENANTS_TABLE_NAME, USERS_TABLE_NAME } from './store/tables';
import { CLIENT_ID, USER_POOL_ID } from '../test/runtime/events';

const BUNDLES = path.join(__dirname, '..', 'assets', 'runtime');

/** The environment and the dependencies of a function. */
export interface FunctionSetup {
  readonly environment: Readonly<Record<string, string>>;
  /** A module that only loads the SDK clients or aws-jwt-verify, as the function needs them. */
  readonly clients: string;
}

const OBSERVABILITY = { POWERTOOLS_SERVICE_NAME: 'app', POWERTOOLS_METRICS_NAMESPACE: 'CdkTenancy', POWERTOOLS_LOG_LEVEL: 'INFO' };
const TABLES = { TENANCY_TENANTS_TABLE_NAME: TENANTS_TABLE_NAME, TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME, TENANCY_CORS_ALLOW_ORIGINS: '*' };
const LIMITS = { TENANCY_MAX_MEMBERS_PER_TENANT: '1000000', TENANCY_MAX_TENANTS_PER_USER: '10' };
const INVITATIONS_TABLE = { TENANCY_INVITATIONS_TABLE_NAME: INVITATIONS_TABLE_NAME };
const DELIVERY = {
  TENANCY_MAX_INVITATIONS_PER_TENANT: '100',
  TENANCY_MAX_MAILS: '200',
  TENANCY_INVITATION_DAYS: '7',
  // The default, without a sender: the response has the code of the invitation.
  TENANCY_INVITATION_URL: '',
  TENANCY_MAIL_FROM: '',
  TENANCY_PRODUCT_NAME: 'App',
};
const ROLES = { TENANCY_ROLES: 'admin,member' };
const POOL = { TENANCY_USER_POOL_ID: USER_POOL_ID };
const ROLE = 'arn:aws:iam::000000000000:role/';
const EXPORT_TENANT_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:e';
const DELETE_TENANT_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:d';
const EXPORTS = {
  TENANCY_APPLICATION_NAME: 'app', TENANCY_EXPORTS_BUCKET_NAME: 'b', TENANCY_EXPORT_TENANT_ARN: EXPORT_TENANT_ARN, TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant`,
};
const GRACE_PERIOD = { TENANCY_GRACE_PERIOD_DAYS: '30' };

const CLIENTS_FOR_EXPORTS = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
  import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
  import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
  import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
  import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
  export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, new S3Client({}),
    GetObjectCommand, PutObjectCommand, getSignedUrl, new SFNClient({}), StartExecutionCommand];`;

/** The functions by the name of their bundle. */
const SETUPS: Readonly<Record<string, FunctionSetup>> = {
  'admin-api': {
    environment: { ...TABLES, TENANCY_APPLICATION_NAME: 'app', TENANCY_SUSPENSION_ACCESS: 'none' },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { BatchGetCommand, DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, paginateQuery, QueryCommand];`,
  },
  'admin-notices': {
    environment: {
      TENANCY_TENANTS_TABLE_NAME: TENANTS_TABLE_NAME,
      TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME,
      ...INVITATIONS_TABLE,
      TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant`,
      TENANCY_MAIL_FROM: 'a@example.com',
      TENANCY_PRODUCT_NAME: 'App',
      TENANCY_PAGE_URL: '',
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import { DynamoDBDocumentClient, GetCommand, paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, paginateQuery,
        PutCommand, new SESv2Client({}), SendEmailCommand];`,
  },
  'audit-archiver': {
    environment: { TENANCY_AUDIT_ARCHIVE_BUCKET_NAME: 'b' },
    clients: `
      import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      import { unmarshall } from '@aws-sdk/util-dynamodb';
      export const clients = [new S3Client({}), GetObjectCommand, paginateListObjectsV2, PutObjectCommand, unmarshall];`,
  },
  'audit-reader': {
    environment: {
      TENANCY_AUDIT_TABLE_NAME: 'audit', TENANCY_USERS_TABLE_NAME: 'users', TENANCY_CORS_ALLOW_ORIGINS: '*', TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant`,
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import { BatchGetCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, QueryCommand];`,
  },
  'audit-writer': {
    environment: {
      TENANCY_APPLICATION_NAME: 'app',
      TENANCY_EVENT_BUS_NAME: 'bus',
      ...TABLES,
      TENANCY_FAILED_CHANGES_BUCKET_NAME: 'b',
      TENANCY_AUDIT_TABLE_NAME: 'audit',
      TENANCY_AUDIT_RETENTION_DAYS: '365',
      TENANCY_AUDIT_CLIENT_DETAILS: 'RECORDED',
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
      import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      import { BatchGetCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
      import { unmarshall } from '@aws-sdk/util-dynamodb';
      export const clients = [new EventBridgeClient({}), PutEventsCommand, new S3Client({}), PutObjectCommand, unmarshall,
        DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, PutCommand, UpdateCommand];`,
  },
  'authorizer': {
    environment: { ...POOL, TENANCY_USER_POOL_CLIENT_IDS: CLIENT_ID, TENANCY_TOKEN_USE: 'access', TENANCY_ACCESS_RULES: '24;', ...TABLES, TENANCY_FRESHNESS_SECONDS: '30', TENANCY_SUSPENSION_ACCESS: 'none' },
    clients: `
      import { NodeHttpHandler } from '@smithy/node-http-handler';
      import { HttpRequest } from '@smithy/protocol-http';
      import { sign } from 'aws4';
      import { CognitoJwtVerifier } from 'aws-jwt-verify';
      const verifier = CognitoJwtVerifier.create({ userPoolId: '${USER_POOL_ID}', clientId: '${CLIENT_ID}', tokenUse: 'access' });
      await verifier.hydrate().catch(() => {});
      export const clients = [verifier, new NodeHttpHandler(), HttpRequest, sign];`,
  },
  'change-events': {
    environment: { TENANCY_APPLICATION_NAME: 'app', TENANCY_EVENT_BUS_NAME: 'bus', ...TABLES, TENANCY_FAILED_CHANGES_BUCKET_NAME: 'b' },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
      import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
      import { unmarshall } from '@aws-sdk/util-dynamodb';
      export const clients = [new EventBridgeClient({}), PutEventsCommand, new S3Client({}), PutObjectCommand, unmarshall,
        DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand];`,
  },
  'deletion-sweep': {
    environment: {
      TENANCY_APPLICATION_NAME: 'app',
      TENANCY_TENANTS_TABLE_NAME: TENANTS_TABLE_NAME,
      TENANCY_DELETE_TENANT_ARN: DELETE_TENANT_ARN,
      TENANCY_CORS_ALLOW_ORIGINS: '*',
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
      import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), paginateQuery, new SFNClient({}), StartExecutionCommand];`,
  },
  'export-administration': { environment: { ...TABLES, ...EXPORTS }, clients: CLIENTS_FOR_EXPORTS },
  'export-worker': {
    environment: { TENANCY_EXPORTS_BUCKET_NAME: 'b', TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant` },
    clients: `
      import { DescribeTableCommand, DynamoDBClient, QueryCommand as PlainQueryCommand } from '@aws-sdk/client-dynamodb';
      import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
      import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), DescribeTableCommand,
        PlainQueryCommand, GetCommand, QueryCommand, new S3Client({}), GetObjectCommand, ListObjectsV2Command, PutObjectCommand, new LambdaClient({}),
        InvokeCommand];`,
  },
  'former-members': {
    environment: { TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), UpdateCommand];`,
  },
  'invitations': {
    environment: { ...TABLES, ...INVITATIONS_TABLE, ...DELIVERY, ...ROLES, TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant` },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import { DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, paginateQuery,
        TransactWriteCommand, new SESv2Client({}), SendEmailCommand];`,
  },
  'invited': {
    environment: { ...TABLES, ...INVITATIONS_TABLE, ...LIMITS, ...POOL },
    clients: `
      import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new CognitoIdentityProviderClient({}), AdminGetUserCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})),
        BatchGetCommand, GetCommand, paginateQuery, TransactWriteCommand, UpdateCommand];`,
  },
  'member-profiles': {
    environment: { ...POOL, TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME },
    clients: `
      import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new CognitoIdentityProviderClient({}), AdminGetUserCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})),
        BatchGetCommand, GetCommand, paginateQuery, UpdateCommand];`,
  },
  'pre-token': {
    environment: {
      TENANCY_APPLICATION_NAME: 'app',
      TENANCY_LOOKUP: 'direct',
      TENANCY_LOOKUP_URL: 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/lookup/invocations',
      TENANCY_LOOKUP_FAILURE: 'deny',
      TENANCY_EVENT_BUS_NAME: 'bus',
      TENANCY_CHANGED_USERS_BUS_NAME: 'bus',
      TENANCY_SIGN_IN_RECORDER_URL: '',
    },
    clients: `
      import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
      import { NodeHttpHandler } from '@smithy/node-http-handler';
      import { HttpRequest } from '@smithy/protocol-http';
      import { sign } from 'aws4';
      export const clients = [new EventBridgeClient({}), PutEventsCommand, sign, new NodeHttpHandler(), HttpRequest];`,
  },
  'saga-repair': {
    environment: {
      TENANCY_APPLICATION_NAME: 'app',
      TENANCY_TENANTS_TABLE_NAME: TENANTS_TABLE_NAME,
      TENANCY_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/q',
      TENANCY_EVENT_BUS_NAME: 'bus',
      TENANCY_CREATE_TENANT_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:c',
      TENANCY_ADD_FIRST_ADMIN_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:a',
      TENANCY_DELETE_TENANT_ARN: DELETE_TENANT_ARN,
      TENANCY_EXPORT_TENANT_ARN: EXPORT_TENANT_ARN,
      TENANCY_CORS_ALLOW_ORIGINS: '*',
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
      import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
      import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
      import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), paginateQuery, new SFNClient({}), StartExecutionCommand,
        new SQSClient({}), ReceiveMessageCommand, DeleteMessageCommand, new EventBridgeClient({}), PutEventsCommand];`,
  },
  'sign-up': {
    environment: { TENANCY_APPLICATION_NAME: 'app', TENANCY_EVENT_BUS_NAME: 'bus', TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
      import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new EventBridgeClient({}), PutEventsCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), UpdateCommand];`,
  },
  'tenant-administration': {
    environment: { ...TABLES, ...INVITATIONS_TABLE, ...DELIVERY, ...LIMITS, ...ROLES, ...GRACE_PERIOD },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
      import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, GetCommand, paginateQuery, QueryCommand,
        TransactWriteCommand, UpdateCommand, new SESv2Client({}), SendEmailCommand];`,
  },
  'tenant-api': {
    environment: {
      ...TABLES,
      ...ROLES,
      TENANCY_APPLICATION_NAME: 'app',
      TENANCY_SUSPENSION_ACCESS: 'none',
      TENANCY_INVITATIONS_TABLE_NAME: '',
      TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant`,
      TENANCY_USER_ROLE_ARN: `${ROLE}user`,
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import {
        BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand, TransactWriteCommand, UpdateCommand,
      } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, GetCommand,
        paginateQuery, QueryCommand, TransactWriteCommand, UpdateCommand];`,
  },
  'tenant-closure': {
    environment: { ...TABLES, ...GRACE_PERIOD, TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant`, TENANCY_USER_ROLE_ARN: `${ROLE}user` },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, GetCommand,
        paginateQuery, TransactWriteCommand];`,
  },
  'user-erasure': {
    environment: {
      ...TABLES,
      ...GRACE_PERIOD,
      TENANCY_APPLICATION_NAME: 'bench',
      TENANCY_INVITATIONS_TABLE_NAME: 'invitations',
      TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant`,
      TENANCY_USER_POOL_ID: 'us-east-1_bench',
      TENANCY_USER_ROLE_ARN: `${ROLE}user`,
    },
    clients: `
      import { AdminDeleteUserCommand, AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import {
        DynamoDBDocumentClient, GetCommand, paginateQuery, PutCommand, TransactWriteCommand, UpdateCommand,
      } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, paginateQuery,
        PutCommand, TransactWriteCommand, UpdateCommand, new CognitoIdentityProviderClient({}), AdminDeleteUserCommand, AdminGetUserCommand];`,
  },
  'user-sessions': {
    environment: { ...TABLES, TENANCY_USER_POOL_ID: 'us-east-1_bench' },
    clients: `
      import { AdminGetUserCommand, AdminUserGlobalSignOutCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), TransactWriteCommand, new CognitoIdentityProviderClient({}),
        AdminGetUserCommand, AdminUserGlobalSignOutCommand];`,
  },
  'tenant-erasure': {
    environment: { TENANCY_TENANTS_TABLE_NAME: TENANTS_TABLE_NAME, TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME, TENANCY_TENANT_ROLE_ARN: `${ROLE}tenant` },
    clients: `
      import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
      import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
      import {
        BatchWriteCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, PutCommand, QueryCommand, UpdateCommand,
      } from '@aws-sdk/lib-dynamodb';
      export const clients = [new STSClient({}), AssumeRoleCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})), DescribeTableCommand,
        BatchWriteCommand, GetCommand, paginateQuery, PutCommand, QueryCommand, UpdateCommand, new S3Client({}), DeleteObjectsCommand,
        ListObjectVersionsCommand];`,
  },
  'tenant-exports': { environment: { ...TABLES, ...EXPORTS }, clients: CLIENTS_FOR_EXPORTS },
  'tenant-lookup': {
    environment: {
      TENANCY_APPLICATION_NAME: 'app',
      TENANCY_TENANTS_TABLE_NAME: TENANTS_TABLE_NAME,
      TENANCY_USERS_TABLE_NAME: USERS_TABLE_NAME,
      TENANCY_SUSPENSION_ACCESS: 'none',
    },
    clients: `
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { BatchGetCommand, DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
      export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), BatchGetCommand, paginateQuery];`,
  },
  'additional-tenants': {
    environment: { ...TABLES, ...LIMITS, ...POOL, TENANCY_APPLICATION_NAME: 'app' },
    clients: `
      import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
      import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
      import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
      export const clients = [new CognitoIdentityProviderClient({}), AdminGetUserCommand, DynamoDBDocumentClient.from(new DynamoDBClient({})),
        BatchGetCommand, GetCommand, paginateQuery, TransactWriteCommand];`,
  },
};

/** The deployed code of a function. */
export function bundleOf(name: string): string {
  return path.join(BUNDLES, name, 'index.mjs');
}

/** @throws Error for a function without an entry here */
export function setupOf(name: string): FunctionSetup {
  const setup = SETUPS[name];
  if (setup === undefined) {
    throw new Error(`The function ${name} must have a setup, but has none. Add it to ${path.relative(process.cwd(), __filename)}.`);
  }
  return { ...setup, environment: { ...OBSERVABILITY, ...setup.environment } };
}
