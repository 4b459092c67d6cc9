import type { TenantStatus } from './attributes';
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
    readonly role: TenantRole;
    /** When the user joined; ISO 8601, UTC. */
    readonly joinedAt: string;
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
}

/** Body of `PUT /tenant/{tenantId}`. */
export interface RenameTenantBody {
  readonly name: string;
}

export const TENANT_NAME_MAX_LENGTH = 128;

/** JSON Schema (draft 7) of {@link RenameTenantBody}. */
export const RENAME_TENANT_SCHEMA = {
  type: 'object',
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: TENANT_NAME_MAX_LENGTH,
      // Something to see, and no control characters.
      pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$',
    },
  },
  required: ['name'],
  additionalProperties: false,
} as const;

/** An error, as RFC 9457 has it. */
export interface ProblemDocument {
  /** `about:blank`: the status says it all. */
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What is wrong with the request, one entry for each bad part of it. */
  readonly errors?: readonly ProblemField[];
}

export interface ProblemField {
  /** JSON pointer into the body, or the name of a header or path parameter. */
  readonly field: string;
  readonly detail: string;
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
