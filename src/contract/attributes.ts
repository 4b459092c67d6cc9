import type { TenantRole } from './roles';

/** Attributes of the tenants table: one item a tenant. */
export const TENANT_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  name: 'name',
  status: 'status',
  /** The user whose sign-up made the tenant. */
  ownerId: 'ownerid',
  /** Counts the changes; the API shows it as entity tag. */
  version: 'version',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
  /** ISO 8601, UTC. */
  updatedAt: 'updatedat',
  /** There only as long as the tenant is `creating`, so that an index finds just those. */
  creating: 'creating',
  /** What the event said of the user, as long as the tenant is `creating`: enough to finish it. */
  creation: 'creation',
} as const;

/**
 * Sparse index of the tenants table by `creating`: partition key `creating`, sort key `createdat`, all attributes projected.
 * It holds the tenants that wait for their admin, and so, some minutes later, those that were left behind.
 */
export const CREATING_INDEX_NAME = 'creating-index';

/** The one value of the attribute `creating`. */
export const CREATING = 'creating';

/** Attributes of the users table: one item for each user of each tenant. */
export const USER_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  /** Sort key. */
  userId: 'userid',
  name: 'name',
  email: 'email',
  role: 'role',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
} as const;

/** Index of the users table by user: partition key `userid`, sort key `tenantid`, all attributes projected. */
export const USER_INDEX_NAME = 'user-index';

/** The life of a tenant. Tokens carry the tenant only while it is `active`. */
export const TENANT_STATUS = {
  /** The tenant has a row, its admin has not. */
  creating: 'creating',
  active: 'active',
  suspended: 'suspended',
  /** What is left of a deleted tenant, so that a repeated sign-up event cannot bring it back. */
  deleted: 'deleted',
} as const;

export type TenantStatus = (typeof TENANT_STATUS)[keyof typeof TENANT_STATUS];

/** An item of the tenants table. */
export interface TenantItem {
  readonly tenantid: string;
  readonly name: string;
  readonly status: TenantStatus;
  readonly ownerid: string;
  readonly version: number;
  readonly createdat: string;
  readonly updatedat: string;
  readonly creating?: typeof CREATING;
  readonly creation?: TenantCreation;
}

/** What is known of the user whose sign-up made a tenant. */
export interface TenantCreation {
  readonly email: string;
  readonly userName: string;
  readonly name: string;
}

/** An item of the users table. */
export interface UserItem {
  readonly tenantid: string;
  readonly userid: string;
  readonly name: string;
  readonly email: string;
  readonly role: TenantRole;
  readonly createdat: string;
}
