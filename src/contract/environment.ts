/**
 * Environment variables of each Lambda function, by name. Constructs must set all of them, and a function refuses to
 * start without one of them.
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
  /** Where it is noted who signed up through an invitation; empty where there are no invitations. */
  readonly TENANCY_USERS_TABLE_NAME: string;
};

export type PreTokenEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  /** URL of the admin API's stage, with or without a slash at the end. */
  readonly TENANCY_ADMIN_API_URL: string;
  /** What a sign-in ends in when the tenant cannot be looked up: a {@link LookupFailureMode}. */
  readonly TENANCY_LOOKUP_FAILURE: LookupFailureMode;
  /** Where a user without a tenant is announced again; empty to leave such a user alone. */
  readonly TENANCY_EVENT_BUS_NAME: string;
  /** Where a user is announced whose name or address has changed; empty where memberships keep the old ones. */
  readonly TENANCY_CHANGED_USERS_BUS_NAME: string;
};

/** Updates the memberships of users whose name or address has changed. */
export type MemberProfilesEnvironment = UserDirectoryEnvironment & {
  readonly TENANCY_USERS_TABLE_NAME: string;
};

export const LOOKUP_FAILURE_MODE = {
  /** The sign-in fails; a refresh keeps the tokens the user has. */
  deny: 'deny',
  /** The user gets tokens without a tenant. */
  omitClaims: 'omit-claims',
} as const;

export type LookupFailureMode = (typeof LOOKUP_FAILURE_MODE)[keyof typeof LOOKUP_FAILURE_MODE];

export type AuthorizerEnvironment = {
  readonly TENANCY_USER_POOL_ID: string;
  /** App client ids, separated by commas. */
  readonly TENANCY_USER_POOL_CLIENT_IDS: string;
  /** Which of the user's tokens the API takes. */
  readonly TENANCY_TOKEN_USE: TokenUse;
  /** The application's own access rules, as `encodeRules` writes them. */
  readonly TENANCY_ACCESS_RULES: string;
};

export const TOKEN_USE = { access: 'access', id: 'id' } as const;

export type TokenUse = (typeof TOKEN_USE)[keyof typeof TOKEN_USE];

/** Role whose credentials reach the rows of one tenant; `TenantIsolation.grantAssume` sets it. */
export type TenantScopeEnvironment = {
  readonly TENANCY_TENANT_ROLE_ARN: string;
};

/** Role whose credentials reach the rows of one user; `TenantIsolation.grantAssumeForUser` sets it. */
export type UserScopeEnvironment = {
  readonly TENANCY_USER_ROLE_ARN: string;
};

export type AdminApiEnvironment = {
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_USERS_TABLE_NAME: string;
  /** Origins that may read the answers, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

export type SagaRepairEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_TENANTS_TABLE_NAME: string;
  readonly TENANCY_DEAD_LETTER_QUEUE_URL: string;
  readonly TENANCY_EVENT_BUS_NAME: string;
  readonly TENANCY_CREATE_TENANT_ARN: string;
  readonly TENANCY_ADD_FIRST_ADMIN_ARN: string;
  /** Origins that may read the answers, or digests of them (`originDigest`), separated by commas; `*` for all, empty for none. */
  readonly TENANCY_CORS_ALLOW_ORIGINS: string;
};

/** The roles that a member can be given, separated by commas: those that every application has, and the declared ones. */
export type RolesEnvironment = {
  readonly TENANCY_ROLES: string;
};

/**
 * The web-app API knows the same tables, but has no rights on them other than by the two roles. `TENANCY_INVITATIONS_TABLE_NAME` is empty where there are no
 * invitations.
 */
export type TenantApiEnvironment =
  AdminApiEnvironment & TenantScopeEnvironment & UserScopeEnvironment & RolesEnvironment & InvitationsTableEnvironment & {
  /** Whose tenants the ids are derived for; empty where users without a tenant wait for none. */
    readonly TENANCY_APPLICATION_NAME: string;
  };

/** The pool that knows a user's e-mail address and whether it is verified. */
export type UserDirectoryEnvironment = {
  readonly TENANCY_USER_POOL_ID: string;
};

/** Limits that are enforced in the write, as decimal numbers. */
export type MembershipLimitsEnvironment = {
  readonly TENANCY_MAX_MEMBERS_PER_TENANT: string;
  readonly TENANCY_MAX_TENANTS_PER_USER: string;
};

/**
 * Changes one tenant for operators and services. Where `TENANCY_INVITATIONS_TABLE_NAME` is not empty, the variables of
 * `InvitationDeliveryEnvironment` are set too.
 */
export type TenantAdministrationEnvironment = AdminApiEnvironment & MembershipLimitsEnvironment & RolesEnvironment & InvitationsTableEnvironment;

/** Makes another tenant for a user. */
export type TenantCreationEnvironment = AdminApiEnvironment & UserDirectoryEnvironment & MembershipLimitsEnvironment & {
  readonly TENANCY_APPLICATION_NAME: string;
};

export type InvitationsTableEnvironment = {
  readonly TENANCY_INVITATIONS_TABLE_NAME: string;
};

/** How invitations are made and reach people. */
export type InvitationDeliveryEnvironment = {
  readonly TENANCY_MAX_INVITATIONS_PER_TENANT: string;
  /** How many mails a tenant sends on a day; of no meaning where no mail is sent. */
  readonly TENANCY_MAX_MAILS: string;
  /** How long an invitation is valid if the request does not say, in days. */
  readonly TENANCY_INVITATION_DAYS: string;
  /** Page that accepts invitations; the code is put behind `#`. Empty where links are the application's business. */
  readonly TENANCY_INVITATION_URL: string;
  /** Sender of the mails, `Name <address>` or an address; empty where the code is handed to the inviter. */
  readonly TENANCY_MAIL_FROM: string;
  /** What the mail calls the product. */
  readonly TENANCY_PRODUCT_NAME: string;
};

/** Makes and shows the invitations of a tenant. */
export type InvitationsEnvironment =
  AdminApiEnvironment & InvitationsTableEnvironment & InvitationDeliveryEnvironment & TenantScopeEnvironment & RolesEnvironment;

/** Accepts and declines invitations. */
export type InvitedEnvironment = AdminApiEnvironment & InvitationsTableEnvironment & UserDirectoryEnvironment & MembershipLimitsEnvironment;

/** Publishes what the change streams of the tables say. */
export type ChangeEventsEnvironment = {
  readonly TENANCY_APPLICATION_NAME: string;
  readonly TENANCY_EVENT_BUS_NAME: string;
  /** Where changes are kept that no event can be made of. */
  readonly TENANCY_FAILED_CHANGES_BUCKET_NAME: string;
};
