/**
 * Environment variables of each Lambda function, by name. Constructs must set all of them. A function does not start if one is missing.
 */

/** Variables that Powertools for AWS Lambda reads; every function has them. */
export type ObservabilityEnvironment = {
  readonly POWERTOOLS_SERVICE_NAME: string;
  readonly POWERTOOLS_METRICS_NAMESPACE: string;
  readonly POWERTOOLS_LOG_LEVEL: string;
};

export type SignUpEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_EVENT_BUS_NAME: string;
  /** Table in which users who signed up through an invitation are recorded; empty without invitations. */
  readonly TENANCY_USERS_TABLE_NAME: string;
};

export type PreTokenEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  /** How the tenant of a user is looked up: a {@link TenantLookupMode}. */
  readonly TENANCY_LOOKUP: TenantLookupMode;
  /** URL of the admin API's stage, with or without a slash at the end; for `direct`, the URL that invokes the look-up function. */
  readonly TENANCY_LOOKUP_URL: string;
  /** Outcome of a sign-in if the tenant cannot be looked up: a {@link LookupFailureMode}. */
  readonly TENANCY_LOOKUP_FAILURE: LookupFailureMode;
  /** Bus on which the sign-up of a user without a tenant is published again; empty to publish nothing. */
  readonly TENANCY_EVENT_BUS_NAME: string;
  /** Bus on which changes of a user's name or address are published; empty if memberships keep the old values. */
  readonly TENANCY_CHANGED_USERS_BUS_NAME: string;
  /** The URL that invokes the writer of the audit log; empty if sign-ins are not recorded. */
  readonly TENANCY_SIGN_IN_RECORDER_URL: string;
};

/** Updates the memberships of users whose name or address has changed. */
export type MemberProfilesEnvironment = UserDirectoryEnvironment & {
  readonly TENANCY_USERS_TABLE_NAME: string;
};

export const TENANT_LOOKUP_MODE = {
  /** By a request to the admin API. */
  adminApi: 'admin-api',
  /** By an invocation of the look-up function. */
  direct: 'direct',
} as const;

export type TenantLookupMode = (typeof TENANT_LOOKUP_MODE)[keyof typeof TENANT_LOOKUP_MODE];

/** The access of members to a suspended tenant. */
export const SUSPENSION_ACCESS = {
  /** Their next tokens do not carry the tenant. */
  none: 'none',
  /** Their next tokens carry the tenant, and only allow reading. */
  readOnly: 'read-only',
} as const;

export type SuspensionAccessMode = (typeof SUSPENSION_ACCESS)[keyof typeof SUSPENSION_ACCESS];

/** Every function that determines the tenant of a user's next token has the variable. */
export type SuspensionEnvironment = {
  readonly TENANCY_SUSPENSION_ACCESS: SuspensionAccessMode;
};

export const LOOKUP_FAILURE_MODE = {
  /** The sign-in fails. When a refresh fails, the user keeps the current tokens. */
  deny: 'deny',
  /** The user gets tokens without a tenant. */
  omitClaims: 'omit-claims',
} as const;

export type LookupFailureMode = (typeof LOOKUP_FAILURE_MODE)[keyof typeof LOOKUP_FAILURE_MODE];

export type AuthorizerEnvironment = SuspensionEnvironment & {
  readonly TENANCY_USER_POOL_ID: string;
  /** App client ids, separated by commas. */
  readonly TENANCY_USER_POOL_CLIENT_IDS: string;
  /** The token of the user that the API accepts. */
  readonly TENANCY_TOKEN_USE: TokenUse;
  /** The application's own access rules, as `encodeRules` writes them. */
  readonly TENANCY_ACCESS_RULES: string;
  /** Seconds for which a decision holds after the rights were read from the tables; empty if the token alone decides. */
  readonly TENANCY_FRESHNESS_SECONDS: string;
  /** Empty if the token alone decides, like the next one. */
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
  /** Whether the key that seals the client details of the user is passed on. */
  readonly TENANCY_CLIENT_DETAILS: ClientDetailsMode;
};

export const TOKEN_USE = { access: 'access', id: 'id' } as const;

export type TokenUse = (typeof TOKEN_USE)[keyof typeof TOKEN_USE];

/** Role whose credentials can access the rows of one tenant; `TenantIsolation.grantAssume` sets it. */
export type TenantScopeEnvironment = {
  readonly TENANCY_TENANT_ROLE_ARN: string;
};

/** Role whose credentials can access the rows of one user; `TenantIsolation.grantAssumeForUser` sets it. */
export type UserScopeEnvironment = {
  readonly TENANCY_USER_ROLE_ARN: string;
};

/**
 * Regions whose STS endpoints are asked when STS throttles calls in the function's own Region, separated by commas, or `NO_OTHER_REGION`.
 * Without the variable, they are the nearest ones.
 */
export type StsRegionsEnvironment = {
  readonly TENANCY_STS_REGIONS?: string;
};

export type AdminApiEnvironment = {
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
  /** Origins that can read the responses, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

/** Looks up the tenants of one user. */
export type TenantLookupEnvironment = SuspensionEnvironment & {
  /** Application name from which tenant ids are derived; empty if no tenants are created for sign-ups. */
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
};

export type SagaRepairEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_DEAD_LETTER_QUEUE_URL: string;
  readonly TENANCY_EVENT_BUS_NAME: string;
  readonly TENANCY_CREATE_TENANT_ARN: string;
  readonly TENANCY_ADD_FIRST_ADMIN_ARN: string;
  /** Empty if tenants are never deleted. */
  readonly TENANCY_DELETE_TENANT_ARN: string;
  /** Empty without exports. */
  readonly TENANCY_EXPORT_TENANT_ARN: string;
  /** Origins that can read the responses, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

/** The roles that a member can have, separated by commas: the two roles of every application, and the declared roles. */
export type RolesEnvironment = {
  readonly TENANCY_ROLES: string;
};

/**
 * The web-app API has the names of the same tables, but can access them only through the two scoped roles.
 * `TENANCY_INVITATIONS_TABLE_NAME` is empty without invitations.
 */
export type TenantApiEnvironment =
  AdminApiEnvironment & TenantScopeEnvironment & UserScopeEnvironment & RolesEnvironment & InvitationsTableEnvironment & SuspensionEnvironment & {
  /** Application name from which tenant ids are derived; empty if no tenants are created for sign-ups. */
    readonly TENANCY_APPLICATION_NAME: string;
  };

/** The user pool, which has the email address of each user and whether it is verified. */
export type UserDirectoryEnvironment = {
  readonly TENANCY_USER_POOL_ID: string;
};

/** Limits that are enforced in the write, as decimal numbers. */
export type MembershipLimitsEnvironment = {
  readonly TENANCY_MAX_MEMBERS_PER_TENANT: string;
  readonly TENANCY_MAX_TENANTS_PER_USER: string;
};

/** Days from the closure of a tenant until its deletion, as a decimal number. */
export type GracePeriodEnvironment = {
  readonly TENANCY_GRACE_PERIOD_DAYS: string;
};

/** Closes and restores tenants for their admins. */
export type TenantClosureEnvironment = AdminApiEnvironment & TenantScopeEnvironment & GracePeriodEnvironment;

/**
 * Erases users, with credentials for one user and one tenant at a time. `TENANCY_APPLICATION_NAME` is empty if no tenants are created for sign-ups,
 * and `TENANCY_INVITATIONS_TABLE_NAME` without invitations.
 */
export type UserErasureEnvironment =
  AdminApiEnvironment & TenantScopeEnvironment & UserScopeEnvironment & UserDirectoryEnvironment & GracePeriodEnvironment
  & InvitationsTableEnvironment & {
    /** Application name from which tenant ids are derived. */
    readonly TENANCY_APPLICATION_NAME: string;
  };

/** Ends the sessions of users. */
export type UserSessionsEnvironment = AdminApiEnvironment & UserDirectoryEnvironment;

/** Starts the deletions that are due. */
export type DeletionSweepEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_DELETE_TENANT_ARN: string;
  /** Origins that can read the responses, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

/** Erases one tenant with credentials for it alone. */
export type TenantErasureEnvironment = TenantScopeEnvironment & {
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
};

/** Requests and describes exports. */
export type TenantExportsEnvironment = AdminApiEnvironment & TenantScopeEnvironment & {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_EXPORTS_BUCKET_NAME: string;
  readonly TENANCY_EXPORT_TENANT_ARN: string;
};

/** Exports one tenant with credentials for it alone. */
export type ExportWorkerEnvironment = TenantScopeEnvironment & {
  readonly TENANCY_EXPORTS_BUCKET_NAME: string;
};

/** Removes a tenant from the records of its members. */
export type FormerMembersEnvironment = {
  readonly TENANCY_USERS_TABLE_NAME: string;
};

/**
 * Changes one tenant for operators and services. `TENANCY_GRACE_PERIOD_DAYS` is empty if tenants cannot be closed. If
 * `TENANCY_INVITATIONS_TABLE_NAME` is not empty, the variables of `InvitationDeliveryEnvironment` are set too.
 */
export type TenantAdministrationEnvironment =
  AdminApiEnvironment & MembershipLimitsEnvironment & RolesEnvironment & InvitationsTableEnvironment & GracePeriodEnvironment;

/** Creates another tenant for a user. */
export type AdditionalTenantsEnvironment = AdminApiEnvironment & UserDirectoryEnvironment & MembershipLimitsEnvironment & {
  readonly TENANCY_APPLICATION_NAME: string;
};

export type InvitationsTableEnvironment = {
  readonly TENANCY_INVITATIONS_TABLE_NAME: string;
};

/** Settings for creating and sending invitations. */
export type InvitationDeliveryEnvironment = {
  readonly TENANCY_MAX_INVITATIONS_PER_TENANT: string;
  /** Highest number of mails that a tenant sends on one day. Ignored without mails. */
  readonly TENANCY_MAX_MAILS: string;
  /** Default validity of an invitation, in days. */
  readonly TENANCY_INVITATION_DAYS: string;
  /** Page that accepts invitations; links add the code after `#`. Empty if the application builds its own links. */
  readonly TENANCY_INVITATION_URL: string;
  /** Sender of the mails, `Name <address>` or an address. Empty without mails: the inviter gets the code. */
  readonly TENANCY_MAIL_FROM: string;
  /** Name of the product in the mail. */
  readonly TENANCY_PRODUCT_NAME: string;
};

/** Creates and lists the invitations of a tenant. */
export type InvitationsEnvironment =
  AdminApiEnvironment & InvitationsTableEnvironment & InvitationDeliveryEnvironment & TenantScopeEnvironment & RolesEnvironment;

/** Notifies the admins of a tenant by email. */
export type AdminNoticesEnvironment = TenantScopeEnvironment & InvitationsTableEnvironment
  & Pick<InvitationDeliveryEnvironment, 'TENANCY_MAIL_FROM' | 'TENANCY_PRODUCT_NAME'> & {
    readonly TENANCY_TENANTS_TABLE_NAME: string;
    readonly TENANCY_USERS_TABLE_NAME: string;
    /** Page where admins sign in; empty if the emails have no link. */
    readonly TENANCY_PAGE_URL: string;
  };

/** Accepts and declines invitations. */
export type InvitedEnvironment = AdminApiEnvironment & InvitationsTableEnvironment & UserDirectoryEnvironment & MembershipLimitsEnvironment;

/** Read by `createAuditLog` of the runtime library. */
export type AuditUrlEnvironment = {
  /** URL of the admin API, with a slash at its end. */
  readonly TENANCY_ADMIN_API_URL: string;
};

/** Reads the audit log of one tenant with credentials for it alone. */
export type AuditReaderEnvironment = TenantScopeEnvironment & {
  readonly TENANCY_AUDIT_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
  /** Origins that can read the responses, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

/** Whether records of the audit log say where the requests of users came from. */
export const CLIENT_DETAILS = {
  recorded: 'RECORDED',
  leftOut: 'LEFT_OUT',
} as const;

export type ClientDetailsMode = (typeof CLIENT_DETAILS)[keyof typeof CLIENT_DETAILS];

/** Writes the audit log, from the streams of the tables and for the application. */
export type AuditWriterEnvironment = ChangeEventsEnvironment & {
  readonly TENANCY_AUDIT_TABLE_NAME: string;
  /** Time that records are kept, in days. */
  readonly TENANCY_AUDIT_RETENTION_DAYS: string;
  /** Whether records have the IP address and browser of users. */
  readonly TENANCY_AUDIT_CLIENT_DETAILS: ClientDetailsMode;
  /** Origins that can read the responses, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

/** Copies the audit log to the archive. */
export type AuditArchiverEnvironment = {
  readonly TENANCY_AUDIT_ARCHIVE_BUCKET_NAME: string;
};

/** Publishes events for the changes in the streams of the tables. */
export type ChangeEventsEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_EVENT_BUS_NAME: string;
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
  /** Bucket for changes from which no event can be created. */
  readonly TENANCY_FAILED_CHANGES_BUCKET_NAME: string;
};
