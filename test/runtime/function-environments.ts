import { CLIENT_ID, USER_POOL_ID } from './events';

const OBSERVABILITY = { POWERTOOLS_SERVICE_NAME: 'app', POWERTOOLS_METRICS_NAMESPACE: 'CdkTenancy', POWERTOOLS_LOG_LEVEL: 'INFO' };
const TABLES = { TENANCY_TENANTS_TABLE_NAME: 't', TENANCY_USERS_TABLE_NAME: 'u', TENANCY_CORS_ALLOW_ORIGINS: '*' };

const LIMITS = { TENANCY_MAX_MEMBERS_PER_TENANT: '10', TENANCY_MAX_TENANTS_PER_USER: '10' };
const INVITATIONS = {
  TENANCY_INVITATIONS_TABLE_NAME: 'i',
  TENANCY_MAX_INVITATIONS_PER_TENANT: '10',
  TENANCY_MAX_MAILS: '200',
  TENANCY_INVITATION_DAYS: '7',
  TENANCY_INVITATION_URL: '',
  TENANCY_MAIL_FROM: '',
  TENANCY_PRODUCT_NAME: 'App',
};
const TENANT_ROLE_ARN = 'arn:aws:iam::123456789012:role/t';
const USER_ROLE_ARN = 'arn:aws:iam::123456789012:role/u';
const EXPORT_TENANT_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:e';
const DELETE_TENANT_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:d';

const EXPORTS = { TENANCY_EXPORTS_BUCKET_NAME: 'b', TENANCY_EXPORT_TENANT_ARN: EXPORT_TENANT_ARN };

const OWN_VARIABLES: Record<string, Record<string, string>> = {
  'admin-api': { ...TABLES, TENANCY_APPLICATION_NAME: 'app' },
  'admin-notices': {
    TENANCY_TENANTS_TABLE_NAME: 't',
    TENANCY_USERS_TABLE_NAME: 'u',
    TENANCY_INVITATIONS_TABLE_NAME: 'i',
    TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN,
    TENANCY_MAIL_FROM: 'a@example.com',
    TENANCY_PRODUCT_NAME: 'App',
    TENANCY_PAGE_URL: '',
  },
  // Nothing listens there, so this also shows that init succeeds without a key set.
  'authorizer': { TENANCY_USER_POOL_ID: USER_POOL_ID, TENANCY_USER_POOL_CLIENT_IDS: CLIENT_ID, TENANCY_TOKEN_USE: 'access', TENANCY_ACCESS_RULES: '24;' },
  'change-events': { TENANCY_APPLICATION_NAME: 'app', TENANCY_EVENT_BUS_NAME: 'bus', TENANCY_FAILED_CHANGES_BUCKET_NAME: 'b' },
  'deletion-sweep': {
    TENANCY_APPLICATION_NAME: 'app', TENANCY_TENANTS_TABLE_NAME: 't', TENANCY_DELETE_TENANT_ARN: DELETE_TENANT_ARN, TENANCY_CORS_ALLOW_ORIGINS: '*',
  },
  'export-administration': { ...TABLES, ...EXPORTS, TENANCY_APPLICATION_NAME: 'app', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN },
  'export-worker': { TENANCY_EXPORTS_BUCKET_NAME: 'b', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN },
  'tenant-exports': { ...TABLES, ...EXPORTS, TENANCY_APPLICATION_NAME: 'app', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN },
  'former-members': { TENANCY_USERS_TABLE_NAME: 'u' },
  'member-profiles': { TENANCY_USERS_TABLE_NAME: 'u', TENANCY_USER_POOL_ID: USER_POOL_ID },
  'pre-token': {
    TENANCY_APPLICATION_NAME: 'app',
    TENANCY_LOOKUP: 'admin-api',
    TENANCY_LOOKUP_URL: 'https://abc.execute-api.us-east-1.amazonaws.com/prod/',
    TENANCY_LOOKUP_FAILURE: 'deny',
    TENANCY_EVENT_BUS_NAME: '',
    TENANCY_CHANGED_USERS_BUS_NAME: '',
  },
  'sign-up': { TENANCY_APPLICATION_NAME: 'app', TENANCY_EVENT_BUS_NAME: 'bus', TENANCY_USERS_TABLE_NAME: '' },
  'saga-repair': {
    TENANCY_APPLICATION_NAME: 'app',
    TENANCY_TENANTS_TABLE_NAME: 't',
    TENANCY_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/q',
    TENANCY_EVENT_BUS_NAME: 'bus',
    TENANCY_CREATE_TENANT_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:c',
    TENANCY_ADD_FIRST_ADMIN_ARN: 'arn:aws:states:us-east-1:123456789012:stateMachine:a',
    TENANCY_DELETE_TENANT_ARN: DELETE_TENANT_ARN,
    TENANCY_EXPORT_TENANT_ARN: EXPORT_TENANT_ARN,
    TENANCY_CORS_ALLOW_ORIGINS: '*',
  },
  'tenant-api': {
    ...TABLES,
    TENANCY_APPLICATION_NAME: 'app',
    TENANCY_ROLES: 'admin,member',
    TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN,
    TENANCY_INVITATIONS_TABLE_NAME: '',
    TENANCY_USER_ROLE_ARN: USER_ROLE_ARN,
  },
  'tenant-lookup': { TENANCY_APPLICATION_NAME: 'app', TENANCY_TENANTS_TABLE_NAME: 't', TENANCY_USERS_TABLE_NAME: 'u' },
  'additional-tenants': { ...TABLES, ...LIMITS, TENANCY_APPLICATION_NAME: 'app', TENANCY_USER_POOL_ID: USER_POOL_ID },
  'tenant-administration': { ...TABLES, ...LIMITS, TENANCY_INVITATIONS_TABLE_NAME: '', TENANCY_ROLES: 'admin,member', TENANCY_GRACE_PERIOD_DAYS: '30' },
  'tenant-closure': { ...TABLES, TENANCY_GRACE_PERIOD_DAYS: '30', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN, TENANCY_USER_ROLE_ARN: USER_ROLE_ARN },
  'tenant-erasure': { TENANCY_TENANTS_TABLE_NAME: 't', TENANCY_USERS_TABLE_NAME: 'u', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN },
  'invitations': { ...TABLES, ...INVITATIONS, TENANCY_ROLES: 'admin,member', TENANCY_TENANT_ROLE_ARN: TENANT_ROLE_ARN },
  'invited': { ...TABLES, ...LIMITS, TENANCY_INVITATIONS_TABLE_NAME: 'i', TENANCY_USER_POOL_ID: USER_POOL_ID },
};

/** An environment with which each function starts, by the name of its bundle. Lambda itself adds `AWS_REGION`. */
export const FUNCTION_ENVIRONMENTS: Readonly<Record<string, Record<string, string>>> = Object.fromEntries(
  Object.entries(OWN_VARIABLES).map(([name, variables]) => [name, { ...OBSERVABILITY, ...variables }]),
);
