import { aws_cognito as cognito, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { USER_INDEX_NAME, USER_RECORD_PREFIX } from '../../../contract/attributes';
import type { GracePeriodEnvironment, TenantScopeEnvironment, UserErasureEnvironment, UserScopeEnvironment } from '../../../contract/environment';
import { SESSION_TAG } from '../../../contract/isolation';
import type { FunctionOptions } from '../../function-options';
import type { TenantApi } from '../../tenant-api';
import type { ITenantTables } from '../../tenant-tables';
import { apiEnvironment, apiTimeout } from '../api/api-function';
import { requireSameEnvironment } from '../functions/pool-environment';
import { createRuntimeFunction } from '../functions/runtime-function';
import { allowToAssume } from '../isolation/assuming-principal';
import { grantRows, indexArn, QUERY_INDEX } from '../isolation/scoped-rights';
import { createScopedRole } from '../isolation/scoped-role';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantTableKey } from '../rights/key-rights';

export interface UserErasureProps {
  readonly applicationName: string;
  readonly tables: ITenantTables;
  readonly invitationsTable?: dynamodb.ITable;
  readonly userPool: cognito.IUserPool;
  /** The API whose settings the function shares. */
  readonly api: TenantApi;
  readonly gracePeriod: GracePeriodEnvironment;
  readonly serviceName: string;
  readonly functionOptions?: FunctionOptions;
}

/** Creates the function that erases users. It has no rights on the tables itself: it assumes one role for the user, and one for each tenant of the user. */
export function createUserErasure(scope: Construct, props: UserErasureProps): lambda.Function {
  const { applicationName, tables, invitationsTable, userPool, api, gracePeriod, serviceName, functionOptions } = props;
  requireSameEnvironment(scope, userPool);
  const environment: Omit<UserErasureEnvironment, keyof (TenantScopeEnvironment & UserScopeEnvironment)> = {
    ...apiEnvironment(tables, api._corsAllowOrigins),
    ...gracePeriod,
    TENANCY_APPLICATION_NAME: applicationName,
    TENANCY_INVITATIONS_TABLE_NAME: invitationsTable?.tableName ?? '',
    TENANCY_USER_POOL_ID: userPool.userPoolId,
  };
  const erasure = createRuntimeFunction(scope, 'UserErasureHandler', {
    bundle: 'user-erasure',
    description: 'Erases users from all of their tenants',
    serviceName,
    options: functionOptions,
    environment,
    timeout: apiTimeout(),
  });
  iam.Grant.addToPrincipal({
    grantee: inlineRightsOf(erasure), actions: ['cognito-idp:AdminDeleteUser', 'cognito-idp:AdminGetUser'], resourceArns: [userPool.userPoolArn],
  });
  isolate(scope, erasure, props);
  return erasure;
}

function isolate(scope: Construct, erasure: lambda.Function, { tables: { tenants, users }, invitationsTable, api }: UserErasureProps): void {
  const ofTenant = createScopedRole(scope, 'ErasedUserTenantRole', SESSION_TAG.tenantId, 'Ends a membership in the tenant in the session tag tenantId');
  const ofUser = createScopedRole(scope, 'ErasedUserRole', SESSION_TAG.userId, 'Erases the record of the user in the session tag userId');
  const [tenantRole, userRole] = [inlineRightsOf(ofTenant), inlineRightsOf(ofUser)];
  grantRows(tenantRole, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
  // Adopted tenants have no member count; it is computed first, by a query. An update writes the mark.
  grantRows(tenantRole, SESSION_TAG.tenantId, [users.tableArn], [
    'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
  ]);
  if (invitationsTable) {
    grantRows(tenantRole, SESSION_TAG.tenantId, [invitationsTable.tableArn], ['dynamodb:Query', 'dynamodb:UpdateItem']);
    grantTableKey(tenantRole, invitationsTable, 'write');
  }
  grantRows(userRole, SESSION_TAG.userId, [users.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem'], { before: USER_RECORD_PREFIX, behind: '' });
  grantRows(userRole, SESSION_TAG.userId, [indexArn(users, USER_INDEX_NAME)], QUERY_INDEX);
  grantTableKey(tenantRole, tenants, 'write');
  grantTableKey(tenantRole, users, 'write');
  grantTableKey(userRole, users, 'write');
  const tenantScope: TenantScopeEnvironment = { TENANCY_TENANT_ROLE_ARN: ofTenant.roleArn };
  const userScope: UserScopeEnvironment = { TENANCY_USER_ROLE_ARN: ofUser.roleArn };
  allowToAssume(scope, erasure, ofTenant, SESSION_TAG.tenantId, { ...tenantScope, ...api._stsRegions });
  allowToAssume(scope, erasure, ofUser, SESSION_TAG.userId, { ...userScope, ...api._stsRegions });
}
