import { Duration } from 'aws-cdk-lib';

/**
 * Options for the closure and deletion of tenants.
 */
export interface TenantLifecycleOptions {
  /**
   * Time from the closure of a tenant until its deletion, in whole days: 0 to 3,650. Until then, the tenant can be restored.
   *
   * With zero days, the next sweep deletes the tenant, at the latest after 15 minutes.
   *
   * @default Duration.days(30)
   */
  readonly gracePeriod?: Duration;

  /**
   * Whether the admins of a tenant can close, restore and export it in the web-app API. Operators can in any case.
   *
   * @default true
   */
  readonly selfService?: boolean;

  /**
   * Whether users can delete their account in the web-app API. Operators can erase users in any case.
   *
   * @default true
   */
  readonly accountDeletion?: boolean;

  /**
   * Time between the two passes that delete the data of a tenant: 1 second to 2 days. The second pass deletes what code of the app has written
   * after the first one.
   *
   * A tenant without a grace period can still be written to with tokens from before its closure, so choose at least the validity of the tokens. The
   * tokens of the app client that `Tenancy` creates, and scoped credentials, are valid for one hour.
   *
   * @default Duration.hours(1)
   */
  readonly settlingTime?: Duration;

  /**
   * Emails to the admins of a tenant that was closed, restored or exported. They are sent like invitations, so they need `email` of the invitations. The
   * events that they follow come from `TenantChangeEvents`.
   *
   * @default - enabled if invitations are sent by email
   */
  readonly adminNotices?: AdminNoticesOptions;

  /**
   * Options for exports of the data of tenants.
   *
   * @default - exports are switched on, and deleted after seven days
   */
  readonly exports?: TenantExportOptions;
}

/**
 * Options for emails to the admins of a tenant.
 */
export interface AdminNoticesOptions {
  /**
   * Whether the emails are sent.
   *
   * @default - true if invitations are sent by email
   */
  readonly enabled?: boolean;

  /**
   * URL of the page where admins sign in and restore a closed tenant, such as `https://app.example.com/`.
   *
   * @default - the dashboard of the `Tenancy`, or no link
   */
  readonly pageUrl?: string;
}

/**
 * Options for exports of the data of tenants.
 */
export interface TenantExportOptions {
  /**
   * Whether the data of tenants can be exported.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Time after which an export is deleted, in whole days: 2 to 365. An export can take a day.
   *
   * @default Duration.days(7)
   */
  readonly retention?: Duration;
}

/**
 * The rows that belong to tenants.
 */
export interface OwnedRowsOptions {
  /**
   * The partition key of a tenant's rows, with `{tenantId}` in place of the tenant id, such as `TENANT#{tenantId}`: the `keyFormat` of the grant.
   *
   * @default '{tenantId}'
   */
  readonly keyFormat?: string;

  /**
   * Whether the rows are kept when their tenant is deleted, such as invoices that the law requires you to keep.
   *
   * @default false
   */
  readonly retained?: boolean;

  /**
   * Whether the rows are a part of exports.
   *
   * @default true
   */
  readonly exported?: boolean;
}

/**
 * The objects that belong to tenants.
 */
export interface OwnedPrefixOptions {
  /**
   * The prefix of the keys of a tenant's objects, with `{tenantId}` in place of the tenant id and a slash at the end: the `prefix` of the grant.
   *
   * @default '{tenantId}/'
   */
  readonly prefix?: string;

  /**
   * Whether the objects are kept when their tenant is deleted.
   *
   * @default false
   */
  readonly retained?: boolean;

  /**
   * Whether exports list the objects: their keys, sizes, times and entity tags. The content of objects is not exported.
   *
   * @default true
   */
  readonly exported?: boolean;
}

/**
 * Options for a function or a state machine that takes part in deletions.
 */
export interface TenantEraserOptions {
  /**
   * Time in which the result must be reported: 1 second to 7 days. After that, the deletion fails.
   *
   * @default Duration.hours(24)
   */
  readonly timeout?: Duration;
}
