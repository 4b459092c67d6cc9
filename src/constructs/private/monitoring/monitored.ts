import type { AdditionalTenants } from '../../additional-tenants';
import type { MemberProfiles } from '../../member-profiles';
import type { PreTokenEnricher } from '../../pre-token-enricher';
import type { SignUpPublisher } from '../../sign-up-publisher';
import type { TenantAdminApi } from '../../tenant-admin-api';
import type { TenantApi } from '../../tenant-api';
import type { TenantAuditLog } from '../../tenant-audit-log';
import type { TenantAuthorizer } from '../../tenant-authorizer';
import type { TenantChangeEvents } from '../../tenant-change-events';
import type { TenantCreationSaga } from '../../tenant-creation-saga';
import type { TenantInvitations } from '../../tenant-invitations';
import type { TenantLifecycle } from '../../tenant-lifecycle';
import type { ITenantTables } from '../../tenant-tables';
import type { UserSessions } from '../../user-sessions';

/** The parts of a tenancy that can be monitored. */
export interface Monitored {
  readonly tables?: ITenantTables;
  readonly saga?: TenantCreationSaga;
  readonly signUpPublisher?: SignUpPublisher;
  readonly preTokenEnricher?: PreTokenEnricher;
  readonly memberProfiles?: MemberProfiles;
  readonly authorizer?: TenantAuthorizer;
  readonly api?: TenantApi;
  readonly adminApi?: TenantAdminApi;
  readonly additionalTenants?: AdditionalTenants;
  readonly sessions?: UserSessions;
  readonly invitations?: TenantInvitations;
  readonly changeEvents?: TenantChangeEvents;
  readonly auditLog?: TenantAuditLog;
  readonly lifecycle?: TenantLifecycle;
}

const PARTS: Record<keyof Monitored, true> = {
  tables: true,
  saga: true,
  signUpPublisher: true,
  preTokenEnricher: true,
  memberProfiles: true,
  authorizer: true,
  api: true,
  adminApi: true,
  additionalTenants: true,
  sessions: true,
  invitations: true,
  changeEvents: true,
  auditLog: true,
  lifecycle: true,
};

export const MONITORED_PARTS = Object.keys(PARTS) as ReadonlyArray<keyof Monitored>;
