export { type Actor, ACTOR_TYPE, type ActorType } from '../../src/contract/actor';
export type {
  AcceptedInvitation, CloseTenantBody, CreateInvitationBody, ExportRepresentation, InvitationPage, InvitationPreview, InvitationRepresentation,
  IssuedInvitation, LimitName, MailLimitName, MemberPage, MemberRepresentation, ProblemDocument, ProblemField, ProblemLimit, RequestedExport,
  TenantRepresentation, TenantsOfUser,
} from '../../src/contract/api';
export { INVITATION_MAX_DAYS, PAGE_MAX_SIZE, RENAME_TENANT_SCHEMA, TENANT_NAME_MAX_LENGTH } from '../../src/contract/api';
export { TENANT_STATUS, type TenantStatus } from '../../src/contract/attributes';
export { TENANT_ACCESS, type TenantAccess } from '../../src/contract/claims';
export {
  AUDIT_ACTION, AUDIT_READERS, type AuditAction, type AuditChange, type AuditEntry, AUDITOR_ROLE, type AuditPage, type AuditPerson, type AuditQuery,
  type AuditRecord, type AuditTarget, type ClientDetails,
} from '../../src/contract/audit';
export { EXPORT_STATUS, type ExportFile, type ExportStatus } from '../../src/contract/exports';
export type { ProblemCode } from '../../src/contract/problem-codes';
export { TENANT_ROLE, type TenantRole } from '../../src/contract/roles';
export {
  type AuditOptions, createTenancyClient, type CreateTenantOptions, type PageOptions, type RenameOptions, type RequestOptions, type TaggedTenant,
  type TenancyClient, type TenancyClientProps,
} from './client';
export { isUnsure, MissingEtagError, NetworkError, SessionEndedError, TenancyApiError, type TenancyApiErrorKind } from './errors';
export { invitationCodeOf } from './invitation-code';
export { type Membership, membershipOfToken } from './membership-of-token';
export { refreshMembership, type RefreshMembershipProps, type RefreshResult } from './refresh-membership';
export type { Session, SessionSource } from './session';
export { type TenantNameFault, tenantNameFault } from './tenant-name';
export { waitForTenant, type WaitForTenantProps, type WaitResult } from './wait-for-tenant';
