import { AUDIT_READERS } from './audit';
import { TENANT_ROLE, type TenantRole } from './roles';

/** An HTTP method of a route. */
export type RouteMethod = 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';

/** A route of one of the two APIs, with the path in API Gateway's notation. */
export interface Route {
  readonly method: RouteMethod;
  readonly path: string;
  /** The only role or roles that can use the route; every member can by default. */
  readonly role?: TenantRole | readonly TenantRole[];
}

const TENANT = '/tenant/{tenantId}';
const USER = '/tenants/{userId}';
const MEMBER = `${TENANT}/members/{userId}` as const;
const INVITATIONS = `${TENANT}/invitations` as const;
const INVITATION = `${INVITATIONS}/{invitationId}` as const;

const { admin } = TENANT_ROLE;

/** Routes of the web-app API that every tenancy has. */
export const TENANT_API_ROUTE = {
  getTenant: { method: 'GET', path: TENANT },
  renameTenant: { method: 'PUT', path: TENANT, role: admin },
  listTenantsOfUser: { method: 'GET', path: USER },
  switchTenant: { method: 'PUT', path: `${USER}/active` },
} as const satisfies Record<string, Route>;

/** Routes of the web-app API about the members of a tenant. */
export const MEMBERS_ROUTE = {
  listMembers: { method: 'GET', path: `${TENANT}/members` },
  changeRole: { method: 'PUT', path: MEMBER, role: admin },
  removeMember: { method: 'DELETE', path: MEMBER, role: admin },
  leaveTenant: { method: 'DELETE', path: `${TENANT}/membership` },
} as const satisfies Record<string, Route>;

/** Routes of the web-app API about the invitations of a tenant. */
export const INVITATIONS_ROUTE = {
  listInvitations: { method: 'GET', path: INVITATIONS, role: admin },
  createInvitation: { method: 'POST', path: INVITATIONS, role: admin },
  revokeInvitation: { method: 'DELETE', path: INVITATION, role: admin },
  resendInvitation: { method: 'POST', path: `${INVITATION}/resend`, role: admin },
} as const satisfies Record<string, Route>;

/**
 * Routes of the web-app API that close a tenant, and restore it before it is deleted. No token carries a closing tenant, so the second route is
 * below the user's path.
 */
export const CLOSURE_ROUTE = {
  closeTenant: { method: 'PUT', path: `${TENANT}/closure`, role: admin },
  restoreTenant: { method: 'DELETE', path: `${USER}/closures/{tenantId}` },
} as const satisfies Record<string, Route>;

/** Routes of the web-app API that export the data of a tenant. */
export const EXPORT_ROUTE = {
  requestExport: { method: 'POST', path: `${TENANT}/exports`, role: admin },
  describeExport: { method: 'GET', path: `${TENANT}/exports/{exportId}`, role: admin },
} as const satisfies Record<string, Route>;

/** Route of the web-app API by which a user deletes their account. */
export const ACCOUNT_ROUTE = {
  deleteAccount: { method: 'DELETE', path: `${USER}/account` },
} as const satisfies Record<string, Route>;

/** Routes of the web-app API that end all sessions of a person: one's own, and those of a member. */
export const SESSIONS_ROUTE = {
  signOutEverywhere: { method: 'POST', path: `${USER}/sign-out` },
  signOutMember: { method: 'POST', path: `${MEMBER}/sign-out`, role: admin },
} as const satisfies Record<string, Route>;

/** Route of the web-app API that lists the audit log of a tenant. */
export const AUDIT_ROUTE = {
  listAuditRecords: { method: 'GET', path: `${TENANT}/audit`, role: AUDIT_READERS },
} as const satisfies Record<string, Route>;

/** Routes of the web-app API for a user who has the code of an invitation. The user is not a member yet, so they are below the user's path. */
export const INVITED_ROUTE = {
  previewInvitation: { method: 'POST', path: `${USER}/invitations/preview` },
  acceptInvitation: { method: 'POST', path: `${USER}/invitations/accept` },
  declineInvitation: { method: 'POST', path: `${USER}/invitations/decline` },
} as const satisfies Record<string, Route>;

/** Route of the web-app API by which a user creates another tenant. */
export const ADDITIONAL_TENANTS_ROUTE = {
  createTenant: { method: 'POST', path: USER },
} as const satisfies Record<string, Route>;

/** First segments of the paths, in the routes and in the authorizer's policies. */
export const TENANT_PATH = 'tenant';
export const USER_TENANTS_PATH = 'tenants';
