import { ACTOR_TYPE } from './actor';
import { TENANT_STATUS as STATUS } from './attributes';
import { AUDIT_RECORD_VERSION } from './audit';
import {
  type AdminUserAddedDetail,
  type AuditRecordedDetail,
  CHANGE_EVENT_VERSION,
  type ChangeOrigin,
  type ClosureCancelledDetail,
  type ClosureScheduledDetail,
  DETAIL_TYPE,
  EVENT_TEXT_MAX_LENGTH,
  type InvitationDetail,
  type MemberDetail,
  type MemberProfileChangedDetail,
  type MemberRoleChangedDetail,
  type SessionsRevokedDetail,
  type SignUpDetail,
  type TenantCreatedDetail,
  type TenantEventDetails,
  type TenantExportedDetail,
  type TenantRenamedDetail,
  type TenantStatusDetail,
  type UserChangedDetail,
  type UserErasedDetail,
} from './events';
import { EXPORT_ID, type IdentifierFormat, identifierPattern, TENANT_ID, USER_ID } from './identifiers';
import { ROLE_NAME, TENANT_ROLE } from './roles';

type RequiredField<Detail> = { [Field in keyof Detail]-?: object extends Pick<Detail, Field> ? never : Field }[keyof Detail];

/** JSON Schema (draft 2020-12) of the detail of an event. Other fields are allowed, because a version can get more fields. */
export interface DetailSchema<Detail> {
  readonly type: 'object';
  readonly properties: { readonly [Field in keyof Detail]-?: object };
  readonly required: ReadonlyArray<RequiredField<Detail>>;
}

const TEXT = { type: 'string', maxLength: EVENT_TEXT_MAX_LENGTH };
const TIME = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const ROLE = identifier(ROLE_NAME);

const ACTOR = {
  type: 'object',
  properties: { type: { enum: Object.values(ACTOR_TYPE) }, id: TEXT },
  required: ['type', 'id'],
};

const CHANGE_ORIGIN: DetailSchema<ChangeOrigin> = {
  type: 'object',
  properties: {
    eventId: { type: 'string', minLength: 1 },
    occurredAt: TIME,
    version: { const: CHANGE_EVENT_VERSION },
  },
  required: ['eventId', 'occurredAt', 'version'],
};

const USER_CREATED: DetailSchema<SignUpDetail> = {
  type: 'object',
  properties: { email: TEXT, userName: TEXT, name: TEXT, userId: identifier(USER_ID), invited: { const: true } },
  required: ['email', 'userName', 'name'],
};

const USER_CHANGED: DetailSchema<UserChangedDetail> = {
  type: 'object',
  properties: { userId: identifier(USER_ID), userName: TEXT },
  required: ['userId', 'userName'],
};

const TENANT_CREATED: DetailSchema<TenantCreatedDetail> = {
  type: 'object',
  properties: {
    tenantId: identifier(TENANT_ID),
    email: TEXT,
    userName: TEXT,
    name: TEXT,
    userId: identifier(USER_ID),
    actor: ACTOR,
    ...CHANGE_ORIGIN.properties,
  },
  required: ['tenantId', 'email', 'userName', 'name', 'userId'],
};

const ADMIN_USER_ADDED: DetailSchema<AdminUserAddedDetail> = {
  type: 'object',
  properties: { ...TENANT_CREATED.properties, role: { const: TENANT_ROLE.admin } },
  required: [...TENANT_CREATED.required, 'role'],
};

const TENANT_RENAMED: DetailSchema<TenantRenamedDetail> = {
  type: 'object',
  properties: { tenantId: identifier(TENANT_ID), name: TEXT, previousName: TEXT, actor: ACTOR, ...CHANGE_ORIGIN.properties },
  required: ['tenantId', 'name', 'previousName', ...CHANGE_ORIGIN.required],
};

const USER_ERASED: DetailSchema<UserErasedDetail> = {
  type: 'object',
  properties: { userId: identifier(USER_ID), actor: ACTOR, ...CHANGE_ORIGIN.properties },
  required: ['userId', 'actor', ...CHANGE_ORIGIN.required],
};

const SESSIONS_REVOKED: DetailSchema<SessionsRevokedDetail> = {
  type: 'object',
  properties: { userId: identifier(USER_ID), actor: ACTOR, ...CHANGE_ORIGIN.properties },
  required: ['userId', 'actor', ...CHANGE_ORIGIN.required],
};

const TENANT_STATUS: DetailSchema<TenantStatusDetail> = {
  type: 'object',
  properties: { tenantId: identifier(TENANT_ID), actor: ACTOR, reason: TEXT, ...CHANGE_ORIGIN.properties },
  required: ['tenantId', ...CHANGE_ORIGIN.required],
};

const CLOSURE_SCHEDULED: DetailSchema<ClosureScheduledDetail> = {
  type: 'object',
  properties: { ...TENANT_STATUS.properties, deleteAt: TIME },
  required: [...TENANT_STATUS.required, 'deleteAt'],
};

const CLOSURE_CANCELLED: DetailSchema<ClosureCancelledDetail> = {
  type: 'object',
  properties: { ...TENANT_STATUS.properties, status: { enum: [STATUS.active, STATUS.suspended] } },
  required: [...TENANT_STATUS.required, 'status'],
};

const TENANT_EXPORTED: DetailSchema<TenantExportedDetail> = {
  type: 'object',
  properties: { tenantId: identifier(TENANT_ID), exportId: identifier(EXPORT_ID), actor: ACTOR, ...CHANGE_ORIGIN.properties },
  required: ['tenantId', 'exportId', 'actor', ...CHANGE_ORIGIN.required],
};

const MEMBER: DetailSchema<MemberDetail> = {
  type: 'object',
  properties: {
    tenantId: identifier(TENANT_ID),
    userId: identifier(USER_ID),
    email: TEXT,
    name: TEXT,
    role: ROLE,
    invitationId: TEXT,
    actor: ACTOR,
    ...CHANGE_ORIGIN.properties,
  },
  required: ['tenantId', 'userId', 'email', 'name', 'role', ...CHANGE_ORIGIN.required],
};

const MEMBER_ROLE_CHANGED: DetailSchema<MemberRoleChangedDetail> = {
  type: 'object',
  properties: { ...MEMBER.properties, previousRole: ROLE },
  required: [...MEMBER.required, 'previousRole'],
};

const MEMBER_PROFILE_CHANGED: DetailSchema<MemberProfileChangedDetail> = {
  type: 'object',
  properties: { ...MEMBER.properties, previousName: TEXT, previousEmail: TEXT },
  required: [...MEMBER.required, 'previousName', 'previousEmail'],
};

const INVITATION: DetailSchema<InvitationDetail> = {
  type: 'object',
  properties: {
    tenantId: identifier(TENANT_ID),
    invitationId: TEXT,
    email: TEXT,
    role: ROLE,
    invitedBy: identifier(USER_ID),
    expiresAt: TIME,
    actor: ACTOR,
    ...CHANGE_ORIGIN.properties,
  },
  required: ['tenantId', 'invitationId', 'email', 'role', 'expiresAt', ...CHANGE_ORIGIN.required],
};

const AUDIT_RECORDED: DetailSchema<AuditRecordedDetail> = {
  type: 'object',
  properties: {
    tenantId: identifier(TENANT_ID),
    id: { type: 'string', minLength: 1 },
    action: { type: 'string', minLength: 1 },
    version: { const: AUDIT_RECORD_VERSION },
    occurredAt: TIME,
    actor: ACTOR,
    targets: {
      type: 'array',
      items: { type: 'object', properties: { type: { type: 'string' }, id: { type: 'string' } }, required: ['type', 'id'] },
    },
    context: { type: 'object', properties: { requestId: { type: 'string' }, sealedClient: { type: 'string' } } },
    changes: {
      type: 'array',
      items: {
        type: 'object', properties: { field: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } }, required: ['field'],
      },
    },
  },
  required: ['tenantId', 'id', 'action', 'version', 'occurredAt', 'targets', 'context', 'changes'],
};

/** Schemas of the events about users, by detail type. */
export const USER_EVENT_SCHEMAS = {
  [DETAIL_TYPE.created]: USER_CREATED,
  [DETAIL_TYPE.changed]: USER_CHANGED,
  [DETAIL_TYPE.userErased]: USER_ERASED,
  [DETAIL_TYPE.sessionsRevoked]: SESSIONS_REVOKED,
};

/** Schemas of the events about tenants, by detail type. */
export const TENANT_EVENT_SCHEMAS: { readonly [Type in keyof TenantEventDetails]: DetailSchema<TenantEventDetails[Type]> } = {
  [DETAIL_TYPE.created]: TENANT_CREATED,
  [DETAIL_TYPE.adminUserAdded]: ADMIN_USER_ADDED,
  [DETAIL_TYPE.renamed]: TENANT_RENAMED,
  [DETAIL_TYPE.suspended]: TENANT_STATUS,
  [DETAIL_TYPE.reactivated]: TENANT_STATUS,
  [DETAIL_TYPE.closureScheduled]: CLOSURE_SCHEDULED,
  [DETAIL_TYPE.closureCancelled]: CLOSURE_CANCELLED,
  [DETAIL_TYPE.deleted]: TENANT_STATUS,
  [DETAIL_TYPE.exported]: TENANT_EXPORTED,
  [DETAIL_TYPE.memberAdded]: MEMBER,
  [DETAIL_TYPE.memberRoleChanged]: MEMBER_ROLE_CHANGED,
  [DETAIL_TYPE.memberProfileChanged]: MEMBER_PROFILE_CHANGED,
  [DETAIL_TYPE.memberRemoved]: MEMBER,
  [DETAIL_TYPE.invitationCreated]: INVITATION,
  [DETAIL_TYPE.invitationResent]: INVITATION,
  [DETAIL_TYPE.invitationAccepted]: INVITATION,
  [DETAIL_TYPE.invitationDeclined]: INVITATION,
  [DETAIL_TYPE.invitationRevoked]: INVITATION,
  [DETAIL_TYPE.auditRecorded]: AUDIT_RECORDED,
};

function identifier(format: IdentifierFormat) {
  return { type: 'string', pattern: identifierPattern(format).source };
}
