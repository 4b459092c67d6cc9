import { Duration, Token, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ADMIN_NOTICE_EVENTS } from '../../../contract/admin-notices';
import type { AdminNoticesEnvironment, StsRegionsEnvironment } from '../../../contract/environment';
import { eventSources } from '../../../contract/events';
import { SESSION_TAG } from '../../../contract/isolation';
import { FunctionOptions } from '../../function-options';
import { InvitationEmail } from '../../invitation-email';
import { TenantCreationSaga } from '../../tenant-creation-saga';
import { TenantInvitations } from '../../tenant-invitations';
import { callOnEvents } from '../functions/event-rule';
import { grantSendEmail } from '../functions/mail-rights';
import { createRuntimeFunction } from '../functions/runtime-function';
import { allowToAssume } from '../isolation/assuming-principal';
import { grantRows } from '../isolation/scoped-rights';
import { createScopedRole } from '../isolation/scoped-role';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantTableKey } from '../rights/key-rights';
import { ConstructError } from '../validation/construct-error';

export interface AdminNoticesProps {
  readonly saga: TenantCreationSaga;
  readonly invitations: TenantInvitations;
  readonly email: InvitationEmail;
  /** Page where admins sign in; empty for emails without a link. */
  readonly pageUrl: string;
  readonly stsRegions: StsRegionsEnvironment;
  readonly serviceName: string;
  readonly options?: FunctionOptions;
}

/** The emails are sent one after another. A function that runs out of time is called again, and goes on where it ended. */
const TIMEOUT = Duration.minutes(5);

/** Creates the function that emails the admins of a tenant. It has no rights on tables; it assumes a scoped role. */
export function createAdminNotices(scope: Construct, props: AdminNoticesProps): lambda.Function {
  const { saga, invitations, email, pageUrl, serviceName, options } = props;
  const { applicationName, deadLetterQueue, eventBus, tables: { tenants, users } } = saga;
  requirePage(scope, pageUrl);
  const role = createScopedRole(scope, 'AdminNoticesRole', SESSION_TAG.tenantId, 'Reads the admins of the tenant in the session tag tenantId');
  const rights = inlineRightsOf(role);
  grantRows(rights, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:ConditionCheckItem', 'dynamodb:GetItem']);
  grantRows(rights, SESSION_TAG.tenantId, [users.tableArn], ['dynamodb:Query']);
  grantRows(rights, SESSION_TAG.tenantId, [invitations.table.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem']);
  grantTableKey(rights, tenants, 'read');
  grantTableKey(rights, users, 'read');
  grantTableKey(rights, invitations.table, 'write');
  const environment: Omit<AdminNoticesEnvironment, 'TENANCY_TENANT_ROLE_ARN'> = {
    TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
    TENANCY_USERS_TABLE_NAME: users.tableName,
    TENANCY_INVITATIONS_TABLE_NAME: invitations.table.tableName,
    TENANCY_MAIL_FROM: email.from,
    TENANCY_PRODUCT_NAME: email.productName,
    TENANCY_PAGE_URL: pageUrl,
  };
  const handler = createRuntimeFunction(scope, 'AdminNoticesHandler', {
    bundle: 'admin-notices',
    description: 'Notifies the admins of a tenant by email',
    serviceName,
    options,
    environment,
    timeout: TIMEOUT,
    deadLetterQueue,
  });
  allowToAssume(scope, handler, role, SESSION_TAG.tenantId, { TENANCY_TENANT_ROLE_ARN: role.roleArn, ...props.stsRegions });
  grantSendEmail(handler, email);
  callOnEvents(scope, 'AdminNotices', {
    description: `Notify the admins of tenants of ${applicationName}`,
    eventBus,
    source: eventSources(applicationName).tenant,
    detailTypes: ADMIN_NOTICE_EVENTS,
    handler,
    deadLetterQueue,
  });
  return handler;
}

function requirePage(scope: Construct, url: string): void {
  if (url === '' || Token.isUnresolved(url)) return;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' && !(parsed?.protocol === 'http:' && parsed.hostname === 'localhost')) {
    throw new ConstructError(scope, `adminNotices.pageUrl must be the https URL of a page, but was ${JSON.stringify(url)}. Plain http is allowed only for localhost.`);
  }
}
