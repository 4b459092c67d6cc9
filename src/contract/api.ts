import type { TenantStatus } from './attributes';
import { identifierPattern, TENANT_ID, USER_ID } from './identifiers';
import { NAME_SCHEMA } from './names';
import type { TenantRole } from './roles';

/** Answer of `GET` and `PUT /tenant/{tenantId}`. */
export interface TenantRepresentation {
  readonly tenantId: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** Answer of the web-app API's `GET /tenants/{userId}`. */
export interface TenantsOfUser {
  readonly tenants: ReadonlyArray<{
    readonly tenantId: string;
    readonly name: string;
    readonly status: TenantStatus;
    readonly role: TenantRole;
    /** When the user joined; ISO 8601, UTC. */
    readonly joinedAt: string;
    /** Whether the user's next token carries this tenant. Of one at most. */
    readonly isActive: boolean;
  }>;
  /**
   * For a user without a tenant whose own is on its way: `pending` (its event is), or `creating` (its row stands). Ask again
   * after the time that it names; when the tenant is listed, the next token carries it.
   */
  readonly creation?: { readonly status: 'pending' | 'creating'; readonly retryAfterSeconds: number };
}

/** Answer of the admin API's `GET /tenants/{userId}`. */
export interface TenantIdsOfUser {
  /** Ids of the active tenants; the first is the one that goes into the token. */
  readonly tenants: readonly string[];
  /** All memberships, those in tenants that are not active included. */
  readonly memberships: ReadonlyArray<{
    readonly tenantId: string;
    readonly role: TenantRole;
    readonly status: TenantStatus;
  }>;
  /** Whether the user, who is in no tenant, signed up through an invitation and so waits for none. */
  readonly invited?: true;
  /** Opaque. Changes whenever the name or the e-mail address of the memberships does; absent when they may differ from each other. */
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

/** Body of `POST /tenants/{userId}`: another tenant for the user. Its answer is a {@link TenantRepresentation}. */
export type CreateTenantBody = RenameTenantBody;

/** JSON Schema (draft 7) of {@link CreateTenantBody}. */
export const CREATE_TENANT_SCHEMA = RENAME_TENANT_SCHEMA;

/** What a header `Idempotency-Key` has to be: the same key makes the same tenant, however often it is sent. */
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

/** Query of the lists that come in pages. */
export interface PageQuery {
  /** How many at most: 1 to {@link PAGE_MAX_SIZE}. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

export const PAGE_MAX_SIZE = 100;

export const PAGE_DEFAULT_SIZE = 50;

/** What the lists that come in pages have in common. */
export interface Page {
  /** Asks for the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** A member of a tenant. */
export interface MemberRepresentation {
  readonly userId: string;
  readonly name: string;
  /** Empty for a pool that knows no e-mail addresses. */
  readonly email: string;
  readonly role: TenantRole;
  /** ISO 8601, UTC. */
  readonly joinedAt: string;
}

/** Answer of `GET /tenant/{tenantId}/members`, by user id. */
export interface MemberPage extends Page {
  readonly members: readonly MemberRepresentation[];
}

/** Body of `PUT /tenant/{tenantId}/members/{userId}`. Its answer is a {@link MemberRepresentation}. */
export interface ChangeRoleBody {
  readonly role: TenantRole;
}

/** JSON Schema (draft 7) of {@link ChangeRoleBody}, for the roles that an application has. */
export function changeRoleSchema(roles: readonly TenantRole[]) {
  return {
    type: 'object',
    properties: { role: { type: 'string', enum: roles } },
    required: ['role'],
    additionalProperties: false,
  } as const;
}

/** Body of the admin API's `POST /tenant/{tenantId}/members`. Its answer is a {@link MemberRepresentation}. */
export interface AddMemberBody {
  readonly userId: string;
  readonly name: string;
  readonly email?: string;
  readonly role: TenantRole;
}

/** JSON Schema (draft 7) of {@link AddMemberBody}, for the roles that an application has. */
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
 * One plain address: no display name, list, quotation mark or comment, and ASCII only, as mail servers take it everywhere. It is the pattern of zod, which
 * is not loaded where pages and constructs use this.
 */
const EMAIL_SCHEMA = {
  type: 'string',
  minLength: 3,
  maxLength: EMAIL_MAX_LENGTH,
  pattern: "^(?:[A-Za-z0-9_'+\\-]+\\.)*[A-Za-z0-9_'+\\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$",
} as const;

const EMAIL = new RegExp(EMAIL_SCHEMA.pattern);

/** Whether a text is one plain e-mail address, as people are invited by it. */
export function isEmail(text: string): boolean {
  return text.length <= EMAIL_MAX_LENGTH && EMAIL.test(text);
}

/** An invitation, as the admins of its tenant see it. */
export interface InvitationRepresentation {
  readonly invitationId: string;
  readonly email: string;
  readonly role: TenantRole;
  /** `expired`: its time is over, and sending it again gives it a new one. */
  readonly status: 'pending' | 'expired';
  /** User id of the inviter; absent for an invitation by an operator or a service. */
  readonly invitedBy?: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Answer of `GET /tenant/{tenantId}/invitations`: those that wait for an answer. */
export interface InvitationPage extends Page {
  readonly invitations: readonly InvitationRepresentation[];
}

/** Answer of `POST /tenant/{tenantId}/invitations` and `POST .../{invitationId}/resend`. */
export interface IssuedInvitation extends InvitationRepresentation {
  /** What the invited person needs. It is shown once, and only where no mail carries it. */
  readonly code?: string;
  /** The page that accepts invitations, with the code in it, where the application has one. Absent together with `code`. */
  readonly link?: string;
}

/** Body of `POST /tenant/{tenantId}/invitations`. */
export interface CreateInvitationBody {
  readonly email: string;
  readonly role: TenantRole;
  /** How long the code is valid, in days: 1 to 30. */
  readonly expiresInDays?: number;
}

export const INVITATION_MAX_DAYS = 30;

/** JSON Schema (draft 7) of {@link CreateInvitationBody}, for the roles that an application has. */
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

/** Answer of `POST /tenants/{userId}/invitations/preview`. */
export interface InvitationPreview {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly role: TenantRole;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Answer of `POST /tenants/{userId}/invitations/accept`. The tenant is the user's active one then. */
export interface AcceptedInvitation {
  readonly tenantId: string;
  readonly role: TenantRole;
}

/** Answer of the admin API's `GET /tenants`, by status and then by age. */
export interface TenantPage extends Page {
  readonly tenants: readonly TenantRepresentation[];
}

/** Answer of the admin API's `GET /memberships?email=`. */
export interface MembershipPage extends Page {
  readonly memberships: ReadonlyArray<MemberRepresentation & { readonly tenantId: string }>;
}

/** An error, as RFC 9457 has it. */
export interface ProblemDocument {
  /** `about:blank`: the status says it all. */
  readonly type: 'about:blank';
  readonly title: string;
  /** Of the answer. Left out in some errors of the gateway itself, where one text stands for several statuses. */
  readonly status?: number;
  readonly detail: string;
  /** The limit that was reached, for errors of this kind. */
  readonly limit?: ProblemLimit;
  /** The reason, where a program can do something about it that the status alone does not tell. */
  readonly code?: ProblemCode;
  /** What is wrong with the request, one entry for each bad part of it, 20 at most. `detail` says how many more there are. */
  readonly errors?: readonly ProblemField[];
}

/**
 * Reasons of a refusal:
 *
 * - `emailNotVerified`: the user must verify the e-mail address of the account first
 * - `otherEmail`: the invitation is for another e-mail address than that of the account
 * - `userDisabled`: an administrator has disabled the account
 * - `userDeleted`: the account no longer exists
 */
export type ProblemCode = 'emailNotVerified' | 'otherEmail' | 'userDisabled' | 'userDeleted';

export interface ProblemLimit {
  readonly name: LimitName | MailLimitName;
  readonly value: number;
}

/** What can be had so many times and not more often. */
export type LimitName = 'membersPerTenant' | 'invitationsPerTenant' | 'tenantsPerUser';

/** Limits of the mails with invitations. The answer has status 429 and `Retry-After`. */
export type MailLimitName = 'mailsPerAddress' | 'mailInterval' | 'mailsPerTenantAndDay';

export interface ProblemField {
  /** JSON pointer into the body, or the name of a header or path parameter. */
  readonly field: string;
  readonly detail: string;
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
