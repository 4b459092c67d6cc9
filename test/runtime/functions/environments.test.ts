import { changeStreamChecks } from '../../../src/runtime/environment/change-streams';
import { readEnvironment } from '../../../src/runtime/environment/environment';
import { exportApiEnvironment } from '../../../src/runtime/exports/export-api';
import { additionalTenantsEnvironment } from '../../../src/runtime/functions/additional-tenants/environment';
import { adminApiEnvironment } from '../../../src/runtime/functions/admin-api/environment';
import { adminNoticesEnvironment } from '../../../src/runtime/functions/admin-notices/environment';
import { auditArchiverEnvironment } from '../../../src/runtime/functions/audit-archiver/environment';
import { auditReaderEnvironment } from '../../../src/runtime/functions/audit-reader/environment';
import { auditWriterEnvironment } from '../../../src/runtime/functions/audit-writer/environment';
import { authorizerEnvironment } from '../../../src/runtime/functions/authorizer/environment';
import { deletionSweepEnvironment } from '../../../src/runtime/functions/deletion-sweep/environment';
import { exportWorkerEnvironment } from '../../../src/runtime/functions/export-worker/environment';
import { formerMembersEnvironment } from '../../../src/runtime/functions/former-members/environment';
import { invitationsEnvironment } from '../../../src/runtime/functions/invitations/environment';
import { invitedEnvironment } from '../../../src/runtime/functions/invited/environment';
import { memberProfilesEnvironment } from '../../../src/runtime/functions/member-profiles/environment';
import { preTokenEnvironment } from '../../../src/runtime/functions/pre-token/environment';
import { sagaRepairEnvironment } from '../../../src/runtime/functions/saga-repair/environment';
import { signUpEnvironment } from '../../../src/runtime/functions/sign-up/environment';
import { tenantAdministrationEnvironment } from '../../../src/runtime/functions/tenant-administration/environment';
import { tenantApiEnvironment } from '../../../src/runtime/functions/tenant-api/environment';
import { tenantClosureEnvironment } from '../../../src/runtime/functions/tenant-closure/environment';
import { tenantErasureEnvironment } from '../../../src/runtime/functions/tenant-erasure/environment';
import { tenantLookupEnvironment } from '../../../src/runtime/functions/tenant-lookup/environment';
import { userErasureEnvironment } from '../../../src/runtime/functions/user-erasure/environment';
import { userSessionsEnvironment } from '../../../src/runtime/functions/user-sessions/environment';
import { FUNCTION_ENVIRONMENTS } from '../function-environments';

/** The checks of each function, by the name of its bundle. */
const CHECKS = {
  'admin-api': adminApiEnvironment,
  'admin-notices': adminNoticesEnvironment,
  'additional-tenants': additionalTenantsEnvironment,
  'audit-archiver': auditArchiverEnvironment,
  'audit-reader': auditReaderEnvironment,
  'audit-writer': auditWriterEnvironment,
  'authorizer': authorizerEnvironment,
  'change-events': changeStreamChecks,
  'deletion-sweep': deletionSweepEnvironment,
  'export-administration': exportApiEnvironment,
  'export-worker': exportWorkerEnvironment,
  'former-members': formerMembersEnvironment,
  'invitations': invitationsEnvironment,
  'invited': invitedEnvironment,
  'member-profiles': memberProfilesEnvironment,
  'pre-token': preTokenEnvironment,
  'saga-repair': sagaRepairEnvironment,
  'sign-up': signUpEnvironment,
  'tenant-administration': tenantAdministrationEnvironment,
  'tenant-api': tenantApiEnvironment,
  'tenant-closure': tenantClosureEnvironment,
  'tenant-erasure': tenantErasureEnvironment,
  'tenant-exports': exportApiEnvironment,
  'tenant-lookup': tenantLookupEnvironment,
  'user-erasure': userErasureEnvironment,
  'user-sessions': userSessionsEnvironment,
};

type Name = keyof typeof CHECKS;

const names = Object.keys(CHECKS) as Name[];
const environmentOf = (name: Name): Record<string, string> => ({ ...FUNCTION_ENVIRONMENTS[name], AWS_REGION: 'us-east-1' });

/** Variables that are empty when the deployment does not have what they name. */
const MAY_BE_EMPTY = ['TENANCY_CORS_ALLOW_ORIGINS', 'TENANCY_CHANGED_USERS_BUS_NAME', 'TENANCY_SIGN_IN_RECORDER_URL'];
const MAY_BE_EMPTY_IN: Partial<Record<Name, readonly string[]>> = {
  'admin-api': ['TENANCY_APPLICATION_NAME'],
  'admin-notices': ['TENANCY_PAGE_URL'],
  'authorizer': ['TENANCY_FRESHNESS_SECONDS', 'TENANCY_TENANTS_TABLE_NAME', 'TENANCY_USERS_TABLE_NAME'],
  'invitations': ['TENANCY_INVITATION_URL', 'TENANCY_MAIL_FROM', 'TENANCY_PRODUCT_NAME'],
  'pre-token': ['TENANCY_EVENT_BUS_NAME'],
  'saga-repair': ['TENANCY_DELETE_TENANT_ARN', 'TENANCY_EXPORT_TENANT_ARN'],
  'sign-up': ['TENANCY_USERS_TABLE_NAME'],
  'tenant-administration': ['TENANCY_INVITATIONS_TABLE_NAME', 'TENANCY_GRACE_PERIOD_DAYS'],
  'tenant-api': ['TENANCY_APPLICATION_NAME', 'TENANCY_INVITATIONS_TABLE_NAME'],
  'tenant-lookup': ['TENANCY_APPLICATION_NAME'],
  'user-erasure': ['TENANCY_APPLICATION_NAME', 'TENANCY_INVITATIONS_TABLE_NAME'],
};

function read(name: Name, changes: Record<string, string | undefined>) {
  return () => readEnvironment<object>(CHECKS[name], { ...environmentOf(name), ...changes });
}

test('every function has an environment here', () => {
  expect(Object.keys(FUNCTION_ENVIRONMENTS).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const variables = Object.keys(FUNCTION_ENVIRONMENTS[name]);

  test('reads its environment', () => {
    expect(read(name, {})()).toMatchObject(FUNCTION_ENVIRONMENTS[name]);
  });

  test.each(variables)('refuses an environment without %s', (variable) => {
    expect(read(name, { [variable]: undefined })).toThrow(`${variable} is not set`);
  });

  const mayBeEmpty = [...MAY_BE_EMPTY, ...MAY_BE_EMPTY_IN[name] ?? []];
  test.each(variables.filter((variable) => !mayBeEmpty.includes(variable)))('refuses an empty %s', (variable) => {
    expect(read(name, { [variable]: '' })).toThrow(new RegExp(`${variable} (is empty|must be )`));
  });
});

test.each<[Name, string, string, string]>([
  ['pre-token', 'TENANCY_LOOKUP_URL', 'http://abc.execute-api.us-east-1.amazonaws.com/prod/', 'must be a URL that starts with https://'],
  ['pre-token', 'TENANCY_LOOKUP_URL', 'abc.execute-api.us-east-1.amazonaws.com', 'must be a URL that starts with https://'],
  ['pre-token', 'TENANCY_LOOKUP_FAILURE', 'ignore', 'must be one of '],
  ['authorizer', 'TENANCY_TOKEN_USE', 'refresh', 'must be one of '],
  ['authorizer', 'TENANCY_USER_POOL_CLIENT_IDS', ' , ', 'must be values separated by commas'],
  ['authorizer', 'TENANCY_ACCESS_RULES', 'GET /tenant', 'must be encoded access rules'],
  ['tenant-api', 'TENANCY_ROLES', ',', 'must be values separated by commas'],
  ['audit-writer', 'TENANCY_AUDIT_RETENTION_DAYS', '0', 'must be a whole number above zero'],
  ['audit-writer', 'TENANCY_AUDIT_CLIENT_DETAILS', 'true', 'must be one of '],
  ['invitations', 'TENANCY_INVITATION_DAYS', '0', 'must be a whole number above zero'],
  ['invited', 'TENANCY_MAX_TENANTS_PER_USER', 'ten', 'must be a whole number above zero'],
  ['tenant-closure', 'TENANCY_GRACE_PERIOD_DAYS', '1.5', 'must be a whole number'],
  ['tenant-administration', 'TENANCY_GRACE_PERIOD_DAYS', '-1', 'must be a whole number'],
])('%s refuses %s with the value %s', (name, variable, value, fault) => {
  expect(read(name, { [variable]: value })).toThrow(`${variable} ${fault}`);
});

test('a tenant can be deleted without a grace period', () => {
  for (const name of ['tenant-closure', 'tenant-administration'] as const) {
    expect(read(name, { TENANCY_GRACE_PERIOD_DAYS: '0' })()).toMatchObject({ TENANCY_GRACE_PERIOD_DAYS: '0' });
  }
});
