import type { Actor } from './actor';
import { TENANT_ROLE, type TenantRole } from './roles';

/** The role that reads the audit log of its tenant and is otherwise a member. Applications that want it declare it in their `roles`. */
export const AUDITOR_ROLE: TenantRole = 'auditor';

/** The roles that can read the audit log of their tenant. */
export const AUDIT_READERS: readonly TenantRole[] = [TENANT_ROLE.admin, AUDITOR_ROLE];

/** The actions in the records that the tenancy writes itself. */
export const AUDIT_ACTION = {
  tenantCreated: 'tenant.created',
  tenantRenamed: 'tenant.renamed',
  tenantSuspended: 'tenant.suspended',
  tenantReactivated: 'tenant.reactivated',
  /** The tenant was closed, or the time of its deletion has changed. */
  tenantClosed: 'tenant.closed',
  tenantRestored: 'tenant.restored',
  tenantDeleted: 'tenant.deleted',
  /** The data of the tenant was exported. */
  tenantExported: 'tenant.exported',
  memberAdded: 'member.added',
  memberRoleChanged: 'member.roleChanged',
  memberProfileChanged: 'member.profileChanged',
  memberRemoved: 'member.removed',
  memberLeft: 'member.left',
  /** A member has signed in, into the tenant that the token has. Recorded only if the application wants it. */
  memberSignedIn: 'member.signedIn',
  /** An admin has ended all sessions of a member. */
  memberSignedOut: 'member.signedOut',
  invitationCreated: 'invitation.created',
  invitationResent: 'invitation.resent',
  invitationDeclined: 'invitation.declined',
  invitationRevoked: 'invitation.revoked',
} as const;

export type AuditAction = (typeof AUDIT_ACTION)[keyof typeof AUDIT_ACTION];

/** First parts of the actions that only the tenancy records. */
export const RESERVED_ACTIONS: readonly string[] = ['tenant', 'member', 'invitation'];

/** The subject of a record. It has an id and no name: names are resolved when they are shown, so an erased person does not stay in the log. */
export interface AuditTarget {
  /** `tenant`, `user`, `invitation`, or a kind of thing of the application. */
  readonly type: string;
  readonly id: string;
}

/** A field that has changed. Values of personal fields (names, email addresses) are left out. */
export interface AuditChange {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
}

/** A record of the audit log of a tenant. */
export interface AuditRecord {
  /** Unique in the tenant. Events with the same id are duplicates. */
  readonly id: string;
  /** One of {@link AUDIT_ACTION}, or an action of the application such as `report.downloaded`. */
  readonly action: string;
  /** Version of the shape of the record. A version can get more fields. */
  readonly version: typeof AUDIT_RECORD_VERSION;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  /** Absent for a change of a row that the application has made itself. */
  readonly actor?: Actor;
  readonly targets: readonly AuditTarget[];
  readonly context: {
    /** Id of the request in the logs. */
    readonly requestId?: string;
    /** The {@link ClientDetails} of a user, sealed with the public key of that user. Lists have them in the clear. */
    readonly sealedClient?: string;
  };
  readonly changes: readonly AuditChange[];
}

/** Where the request of a user came from, as API Gateway reports it. */
export interface ClientDetails {
  /** IP address, version 4 or 6. */
  readonly ip?: string;
  /** The header `User-Agent`, at most 256 characters. */
  readonly userAgent?: string;
}

export const AUDIT_RECORD_VERSION = '1';

/** Payload with which the state machine that exports a tenant calls the writer: an export changes no row. */
export interface ExportAuditRequest {
  readonly exported: {
    readonly tenantId: string;
    /** It is also the id of the record. */
    readonly exportId: string;
    readonly actor: Actor;
    /** ISO 8601, UTC. */
    readonly completedAt: string;
  };
}

/** Payload with which the function that Cognito calls at a sign-in calls the writer: a sign-in changes no row. */
export interface SignInAuditRequest {
  readonly signedIn: {
    readonly tenantId: string;
    readonly userId: string;
    /** Id of the record: that of Cognito's call. */
    readonly id: string;
    /** ISO 8601, UTC. */
    readonly at: string;
  };
}

/** Attributes of the audit table, which has one item for each record. The other attributes are the fields of the record. */
export const AUDIT_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  /** Sort key: `<occurredAt>#<id>`. */
  recordId: 'recordid',
  action: 'action',
  actorType: 'actortype',
  actorId: 'actorid',
  /** Time after which DynamoDB deletes the item; seconds since the epoch. */
  expiresAt: 'expiresat',
} as const;

/** A record in a list. */
export interface AuditEntry extends Omit<AuditRecord, 'context'> {
  readonly context: ClientDetails & Pick<AuditRecord['context'], 'requestId'>;
}

/** The user whom records mention, as known now. */
export type AuditPerson = { readonly status: 'member'; readonly name: string; readonly email: string }
  /** The user has left or was removed, or never joined, such as a person who declined an invitation. */
  | { readonly status: 'other' }
  | { readonly status: 'erased' };

/** Response of `GET /tenant/{tenantId}/audit`: newest first. */
export interface AuditPage {
  readonly records: readonly AuditEntry[];
  /** The users whom the records mention, by user id. */
  readonly people: Readonly<Record<string, AuditPerson>>;
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** Query of `GET /tenant/{tenantId}/audit`. */
export interface AuditQuery {
  /** Earliest time; ISO 8601 with a time zone. */
  readonly from?: string;
  /** Time before which the records are; ISO 8601 with a time zone. */
  readonly to?: string;
  /** Id of the actor. */
  readonly actor?: string;
  readonly action?: string;
}

/** Body of the admin API's `POST /tenant/{tenantId}/audit`. The response is an {@link AuditRecord}. */
export interface RecordAuditBody {
  /** Of the application, such as `report.downloaded`. */
  readonly action: string;
  /** The user or key on whose behalf the application acts. By default, the IAM principal that signs the request. */
  readonly actor?: { readonly type: 'user' | 'key'; readonly id: string };
  readonly targets?: readonly AuditTarget[];
  readonly changes?: readonly AuditChange[];
}

/** A word of an action. */
const WORD = '[a-z][A-Za-z0-9]{0,31}';

const LABEL = { type: 'string', minLength: 1, maxLength: 64 } as const;
const ID = { type: 'string', minLength: 1, maxLength: 256 } as const;
const VALUE = { type: 'string', maxLength: 128 } as const;

/** JSON Schema (draft 7) of {@link RecordAuditBody}. */
export const RECORD_AUDIT_SCHEMA = {
  type: 'object',
  properties: {
    action: { type: 'string', pattern: `^(?!(${RESERVED_ACTIONS.join('|')})\\.)${WORD}(\\.${WORD}){1,3}$` },
    actor: {
      type: 'object',
      properties: { type: { enum: ['user', 'key'] }, id: { type: 'string', minLength: 1, maxLength: 128 } },
      required: ['type', 'id'],
      additionalProperties: false,
    },
    targets: {
      type: 'array',
      maxItems: 10,
      items: { type: 'object', properties: { type: LABEL, id: ID }, required: ['type', 'id'], additionalProperties: false },
    },
    changes: {
      type: 'array',
      maxItems: 20,
      items: { type: 'object', properties: { field: LABEL, from: VALUE, to: VALUE }, required: ['field'], additionalProperties: false },
    },
  },
  required: ['action'],
  additionalProperties: false,
} as const;

/** All objects of the archive have keys below this prefix. */
export const ARCHIVE_PREFIX = 'audit/';

/** DynamoDB deletes expired records, so a retention has whole days. */
export const AUDIT_RETENTION_DAYS = { lowest: 1, default: 365, highest: 3_650 } as const;
