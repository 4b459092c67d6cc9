import type { StatusChange, TenantStatus } from './attributes';
import type { ExportFile, ExportStatus } from './exports';
import { identifierPattern, TENANT_ID, USER_ID } from './identifiers';
import { NAME_SCHEMA } from './names';
import type { ProblemCode } from './problem-codes';
import type { TenantRole } from './roles';

/** Response of `GET` and `PUT /tenant/{tenantId}`. */
export interface TenantRepresentation {
  readonly tenantId: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
  /** Time from which the tenant is deleted; ISO 8601, UTC. Present while the tenant is `closing`. */
  readonly deleteAt?: string;
}

/** Response of all routes of the admin API that return one tenant. */
export interface AdministratedTenant extends TenantRepresentation {
  /** The last change of the status. Absent before the first one. */
  readonly statusChange?: StatusChange;
}

/** Body of `PUT /tenant/{tenantId}/suspension`. The response is an {@link AdministratedTenant}. */
export interface SuspendTenantBody {
  /** Why the tenant is suspended. Change events and the admin API show it; the members of the tenant do not see it. */
  readonly reason: string;
}

export const REASON_MAX_LENGTH = 500;

const REASON_SCHEMA = { type: 'string', minLength: 1, maxLength: REASON_MAX_LENGTH } as const;

/** JSON Schema (draft 7) of {@link SuspendTenantBody}. */
export const SUSPEND_TENANT_SCHEMA = {
  type: 'object',
  properties: { reason: REASON_SCHEMA },
  required: ['reason'],
  additionalProperties: false,
} as const;

/** Body of the web-app API's `PUT /tenant/{tenantId}/closure`. The response is a {@link TenantRepresentation} with `deleteAt`. */
export interface CloseTenantBody {
  /** The current name of the tenant, as a confirmation. */
  readonly name: string;
  /** Why the tenant is closed. Change events and the admin API show it. */
  readonly reason?: string;
}

/** JSON Schema (draft 7) of {@link CloseTenantBody}. */
export const CLOSE_TENANT_SCHEMA = {
  type: 'object',
  // Not the schema of names: a tenant that the application has written itself can have another name.
  properties: { name: { type: 'string', minLength: 1, maxLength: 2048 }, reason: REASON_SCHEMA },
  required: ['name'],
  additionalProperties: false,
} as const;

/** Body of the admin API's `PUT /tenant/{tenantId}/closure`. The response is an {@link AdministratedTenant} with `deleteAt`. */
export interface ScheduleClosureBody {
  /** Time from which the tenant is deleted; ISO 8601 with a time zone. By default, the grace period of the application applies. */
  readonly deleteAt?: string;
  /** Why the tenant is closed. Change events and the admin API show it; the members of the tenant do not see it. */
  readonly reason?: string;
}

/** JSON Schema (draft 7) of {@link ScheduleClosureBody}. */
export const SCHEDULE_CLOSURE_SCHEMA = {
  type: 'object',
  properties: {
    deleteAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$' },
    reason: REASON_SCHEMA,
  },
  additionalProperties: false,
} as const;

/** Body of the admin API's `PUT /tenant/{tenantId}/owner`. The response is a {@link MemberRepresentation}. */
export interface ChangeOwnerBody {
  /** User id of a member. The member becomes an admin. */
  readonly userId: string;
}

/** JSON Schema (draft 7) of {@link ChangeOwnerBody}. */
export const CHANGE_OWNER_SCHEMA = {
  type: 'object',
  properties: { userId: { type: 'string', pattern: identifierPattern(USER_ID).source } },
  required: ['userId'],
  additionalProperties: false,
} as const;

/** Response of the admin API's `POST /sweeps`. */
export interface SweepReport {
  /** Number of tenants whose deletion is due. */
  readonly due: number;
  /** Number of deletions that this call has started, or started again. The others run already, or are stalled. */
  readonly started: number;
  /** Number of deletions that had failed, and of which no execution was running. This call has started them again. */
  readonly stalled: number;
  /** Whether one call could not start all due deletions. If so, call again. */
  readonly hasMore: boolean;
}

/** Response of the web-app API's `GET /tenants/{userId}`. */
export interface TenantsOfUser {
  readonly tenants: ReadonlyArray<{
    readonly tenantId: string;
    readonly name: string;
    readonly status: TenantStatus;
    readonly role: TenantRole;
    /** Time when the user joined; ISO 8601, UTC. */
    readonly joinedAt: string;
    /** Whether the user's next token carries this tenant. It is `true` for one tenant at most. */
    readonly isActive: boolean;
    /** Present while the tenant is `suspended`, if its members can still read. The user can switch to it, and change nothing in it. */
    readonly isReadOnly?: true;
    /** Time from which the tenant is deleted; ISO 8601, UTC. Present while the tenant is `closing`. */
    readonly deleteAt?: string;
    /** Whether the user can restore the tenant. Present while the tenant is `closing`. */
    readonly isRestorable?: boolean;
  }>;
  /**
   * Present for a user without a tenant while the user's first tenant is being created: `pending` before its row is written, `creating`
   * afterwards. Ask again after `retryAfterSeconds`. Once the tenant is listed, the next token carries it.
   */
  readonly creation?: { readonly status: 'pending' | 'creating'; readonly retryAfterSeconds: number };
}

/** Payload of an invocation of the look-up function, which returns {@link TenantIdsOfUser}. */
export interface TenantLookupRequest {
  readonly userId: string;
}

/** Response of the admin API's `GET /tenants/{userId}`. */
export interface TenantIdsOfUser {
  /** Ids of the active tenants; the first one is the tenant of the token, unless there is a `readOnlyTenant`. */
  readonly tenants: readonly string[];
  /**
   * Id of the suspended tenant that the token carries. The token only allows reading. Present only if the application lets members of suspended
   * tenants read.
   */
  readonly readOnlyTenant?: string;
  /** All memberships, including those in tenants that are not active. */
  readonly memberships: ReadonlyArray<{
    readonly tenantId: string;
    readonly role: TenantRole;
    readonly status: TenantStatus;
  }>;
  /** Present for a user without a tenant who signed up through an invitation. No tenant is created for such a user. */
  readonly invited?: true;
  /** Present for a user who was erased. */
  readonly erased?: true;
  /**
   * Opaque. Changes whenever the name or the email address of the memberships changes. Absent when the memberships may differ from
   * each other.
   */
  readonly profile?: string;
}

/** Body of `PUT /tenant/{tenantId}`. */
export interface RenameTenantBody {
  readonly name: string;
}

export { TENANT_NAME_MAX_LENGTH } from './names';

/** JSON Schema (draft 7) of {@link RenameTenantBody}. */
export const RENAME_TENANT_SCHEMA = {
  type: 'object',
  properties: { name: NAME_SCHEMA },
  required: ['name'],
  additionalProperties: false,
} as const;

/** Body of `POST /tenants/{userId}`, which creates another tenant for the user. The response is a {@link TenantRepresentation}. */
export type CreateTenantBody = RenameTenantBody;

/** JSON Schema (draft 7) of {@link CreateTenantBody}. */
export const CREATE_TENANT_SCHEMA = RENAME_TENANT_SCHEMA;

/** Format of the `Idempotency-Key` header. Requests with the same key create one tenant, however often they are sent. */
export const IDEMPOTENCY_KEY_PATTERN = /^[\x21-\x7e]{16,128}$/;

/** Body of `PUT /tenants/{userId}/active`. */
export interface SwitchTenantBody {
  readonly tenantId: string;
}

/** JSON Schema (draft 7) of {@link SwitchTenantBody}. */
export const SWITCH_TENANT_SCHEMA = {
  type: 'object',
  properties: { tenantId: { type: 'string', pattern: identifierPattern(TENANT_ID).source } },
  required: ['tenantId'],
  additionalProperties: false,
} as const;

/** Query of lists that are returned in pages. */
export interface PageQuery {
  /** Highest number of entries: 1 to {@link PAGE_MAX_SIZE}. */
  readonly limit?: number;
  /** `nextCursor` of the previous page. */
  readonly cursor?: string;
}

export const PAGE_MAX_SIZE = 100;

export const PAGE_DEFAULT_SIZE = 50;

/** Common part of the lists that are returned in pages. */
export interface Page {
  /** `cursor` of the request for the next page; absent on the last page. */
  readonly nextCursor?: string;
}

/** A member of a tenant. */
export interface MemberRepresentation {
  readonly userId: string;
  readonly name: string;
  /** Empty for a pool without email addresses. */
  readonly email: string;
  readonly role: TenantRole;
  /** ISO 8601, UTC. */
  readonly joinedAt: string;
}

/** Response of `GET /tenant/{tenantId}/members`, sorted by user id. */
export interface MemberPage extends Page {
  readonly members: readonly MemberRepresentation[];
}

/** Body of `PUT /tenant/{tenantId}/members/{userId}`. The response is a {@link MemberRepresentation}. */
export interface ChangeRoleBody {
  readonly role: TenantRole;
}

/** JSON Schema (draft 7) of {@link ChangeRoleBody}, for the roles of an application. */
export function changeRoleSchema(roles: readonly TenantRole[]) {
  return {
    type: 'object',
    properties: { role: { type: 'string', enum: roles } },
    required: ['role'],
    additionalProperties: false,
  } as const;
}

/** Body of the admin API's `POST /tenant/{tenantId}/members`. The response is a {@link MemberRepresentation}. */
export interface AddMemberBody {
  readonly userId: string;
  readonly name: string;
  readonly email?: string;
  readonly role: TenantRole;
}

/** JSON Schema (draft 7) of {@link AddMemberBody}, for the roles of an application. */
export function addMemberSchema(roles: readonly TenantRole[]) {
  return {
    type: 'object',
    properties: {
      userId: { type: 'string', pattern: identifierPattern(USER_ID).source },
      name: NAME_SCHEMA,
      email: EMAIL_SCHEMA,
      role: { type: 'string', enum: roles },
    },
    required: ['userId', 'name', 'role'],
    additionalProperties: false,
  } as const;
}

export const EMAIL_MAX_LENGTH = 254;

/**
 * One plain address, without a display name, list, quotation mark or comment. It is ASCII only, since some mail servers accept nothing
 * else. The pattern is the one of zod. It is repeated here because the dashboard and the constructs use it without loading zod.
 */
const EMAIL_SCHEMA = {
  type: 'string',
  minLength: 3,
  maxLength: EMAIL_MAX_LENGTH,
  pattern: "^(?:[A-Za-z0-9_'+\\-]+\\.)*[A-Za-z0-9_'+\\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$",
} as const;

const EMAIL = new RegExp(EMAIL_SCHEMA.pattern);

/** Whether a text is one plain email address to which an invitation can be sent. */
export function isEmail(text: string): boolean {
  return text.length <= EMAIL_MAX_LENGTH && EMAIL.test(text);
}

/** An invitation, as shown to the admins of its tenant. */
export interface InvitationRepresentation {
  readonly invitationId: string;
  readonly email: string;
  readonly role: TenantRole;
  /** An `expired` invitation is valid again after it is resent. */
  readonly status: 'pending' | 'expired';
  /** User id of the inviter; absent for an invitation by an operator or a service. */
  readonly invitedBy?: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Response of `GET /tenant/{tenantId}/invitations`: the pending and the expired invitations. */
export interface InvitationPage extends Page {
  readonly invitations: readonly InvitationRepresentation[];
}

/** Response of `POST /tenant/{tenantId}/invitations` and `POST .../{invitationId}/resend`. */
export interface IssuedInvitation extends InvitationRepresentation {
  /** The code that the invited person needs. It is shown once, and only if it is not sent by mail. */
  readonly code?: string;
  /** URL of the page that accepts invitations, with the code in it, if the application has such a page. Absent together with `code`. */
  readonly link?: string;
}

/** Body of `POST /tenant/{tenantId}/invitations`. */
export interface CreateInvitationBody {
  readonly email: string;
  readonly role: TenantRole;
  /** Validity of the code in days: 1 to 30. */
  readonly expiresInDays?: number;
}

export const INVITATION_MAX_DAYS = 30;

/** JSON Schema (draft 7) of {@link CreateInvitationBody}, for the roles of an application. */
export function createInvitationSchema(roles: readonly TenantRole[]) {
  return {
    type: 'object',
    properties: {
      email: EMAIL_SCHEMA,
      role: { type: 'string', enum: roles },
      expiresInDays: { type: 'integer', minimum: 1, maximum: INVITATION_MAX_DAYS },
    },
    required: ['email', 'role'],
    additionalProperties: false,
  } as const;
}

/** Body of `POST /tenants/{userId}/invitations/preview`, `.../accept` and `.../decline`. */
export interface InvitationCodeBody {
  /** `<tenant id>.<invitation id>.<secret>`; the secret is 256 random bits in base64url. */
  readonly code: string;
}

/** JSON Schema (draft 7) of {@link InvitationCodeBody}. */
export const INVITATION_CODE_SCHEMA = {
  type: 'object',
  properties: { code: { type: 'string', pattern: '^[a-z0-9-]{2,64}\\.[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}$' } },
  required: ['code'],
  additionalProperties: false,
} as const;

/** Response of `POST /tenants/{userId}/invitations/preview`. */
export interface InvitationPreview {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly role: TenantRole;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Response of `POST /tenants/{userId}/invitations/accept`. The tenant has become the user's active tenant. */
export interface AcceptedInvitation {
  readonly tenantId: string;
  readonly role: TenantRole;
}

/** A tenant in the admin API's list of all tenants. */
export interface ListedTenant extends TenantRepresentation {
  /** User id of the person for whom the tenant was created. It stays the same if the person leaves. Absent in rows that the application has written itself. */
  readonly ownerId?: string;
  /** Absent while the tenant is `creating`, and in rows that the application has written itself. */
  readonly memberCount?: number;
}

/** Response of the admin API's `GET /tenants`, sorted by status and then by age. */
export interface TenantPage extends Page {
  readonly tenants: readonly ListedTenant[];
}

/** Response of the admin API's `GET /memberships?email=`. */
export interface MembershipPage extends Page {
  readonly memberships: ReadonlyArray<MemberRepresentation & { readonly tenantId: string }>;
}

/** Response of `POST /tenant/{tenantId}/exports`. */
export interface RequestedExport {
  readonly exportId: string;
}

/** Response of `GET /tenant/{tenantId}/exports/{exportId}`. */
export interface ExportRepresentation extends Page {
  readonly exportId: string;
  readonly status: ExportStatus;
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
  /** ISO 8601, UTC. This and the following fields are present when the export has succeeded. */
  readonly completedAt?: string;
  /** Link to the manifest, which lists all files with the number of their rows and their SHA-256. */
  readonly url?: string;
  /** Time until which the links are valid; ISO 8601, UTC. Another request returns new links. */
  readonly expiresAt?: string;
  /** A page of the files, in the order of the manifest. */
  readonly files?: ReadonlyArray<ExportFile & { readonly url: string }>;
}

/** Response of the admin API's `DELETE /users/{userId}`. */
export interface ErasedUser {
  /**
   * The account in the user pool. `notFound`: no account with this user name belongs to the user. It was deleted before, or has another user name, as
   * those from other identity providers do.
   */
  readonly account: 'deleted' | 'kept' | 'notFound';
}

/** Response of the admin API's `POST /users/{userId}/sign-out`. */
export interface EndedSessions {
  /**
   * The account in the user pool. `notFound`: no account with this user name belongs to the user, so the pool could not revoke its refresh tokens. The
   * web-app API refuses the tokens of the sessions in any case.
   */
  readonly account: 'signedOut' | 'notFound';
}

/** An error, as a problem document (RFC 9457). */
export interface ProblemDocument {
  /** Always `about:blank`. The identifier of a refusal is its `code`. */
  readonly type: 'about:blank';
  readonly title: string;
  /** Of the response. Left out in some errors of the gateway itself, where one text stands for several statuses. */
  readonly status?: number;
  readonly detail: string;
  /** Present with the code `limitReached`: the limit that was reached. */
  readonly limit?: ProblemLimit;
  /** Stable identifier of the refusal. Absent if the status alone tells a client what to do, and in errors of API Gateway itself. */
  readonly code?: ProblemCode;
  /** Present with the code `invalidRequest`: one entry for each invalid part of the request, 20 at most. `detail` says how many more there are. */
  readonly errors?: readonly ProblemField[];
  /** Present with the code `onlyAdmin`: the tenants that need another admin. */
  readonly tenants?: readonly ProblemTenant[];
}

/** A tenant in which the person is the only admin, although it has other members. */
export interface ProblemTenant {
  readonly tenantId: string;
  readonly name: string;
  /** Roles change in active tenants only. So the suspension of a tenant has to end first, and a closed tenant has to be restored. */
  readonly status: TenantStatus;
}

/** A limit that was reached. */
export interface ProblemLimit {
  readonly name: LimitName | MailLimitName;
  readonly value: number;
}

/** Limits of members, pending invitations and tenants. The response has the status 409. */
export type LimitName = 'membersPerTenant' | 'invitationsPerTenant' | 'tenantsPerUser';

/** Limits of the mails with invitations. The response has the status 429 and the header `Retry-After`. */
export type MailLimitName = 'mailsPerAddress' | 'mailInterval' | 'mailsPerTenantAndDay';

/** An invalid part of a request. */
export interface ProblemField {
  /** JSON pointer into the body, or the name of a header or path parameter. */
  readonly field: string;
  readonly detail: string;
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
