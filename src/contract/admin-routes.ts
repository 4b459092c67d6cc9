import { AUDIT_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, MEMBERS_ROUTE, type Route, TENANT_API_ROUTE } from './routes';

/**
 * The stage of the admin API that operators call. Changes through it are recorded as an operator's, changes through the other stage as a
 * service's.
 */
export const OPERATOR_STAGE = 'operators';

/** Routes of the admin API. */
export const ADMIN_API_ROUTE = {
  listTenantsOfUser: { method: 'GET', path: TENANT_API_ROUTE.listTenantsOfUser.path },
  listTenants: { method: 'GET', path: '/tenants' },
  findMemberships: { method: 'GET', path: '/memberships' },
  repair: { method: 'POST', path: '/repairs' },
} as const satisfies Record<string, Route>;

const SUSPENSION = `${TENANT_API_ROUTE.getTenant.path}/suspension`;

/** Routes of the admin API that suspend a tenant and end its suspension. They have a grant of their own. */
export const SUSPENSION_ROUTE = {
  suspendTenant: { method: 'PUT', path: SUSPENSION },
  reactivateTenant: { method: 'DELETE', path: SUSPENSION },
} as const satisfies Record<string, Route>;

const CLOSURE = `${TENANT_API_ROUTE.getTenant.path}/closure`;

/** Routes of the admin API that schedule the deletion of a tenant, and cancel it. They have a grant of their own. */
export const CLOSURE_ADMINISTRATION_ROUTE = {
  closeTenant: { method: 'PUT', path: CLOSURE },
  cancelClosure: { method: 'DELETE', path: CLOSURE },
} as const satisfies Record<string, Route>;

/** Routes of the admin API that export the data of a tenant. They have a grant of their own. */
export const EXPORT_ADMINISTRATION_ROUTE = {
  requestExport: { method: 'POST', path: EXPORT_ROUTE.requestExport.path },
  describeExport: { method: 'GET', path: EXPORT_ROUTE.describeExport.path },
} as const satisfies Record<string, Route>;

/** Route of the admin API that gives a tenant an admin, whoever its admins are. It has a grant of its own. */
export const OWNER_ROUTE = {
  changeOwner: { method: 'PUT', path: `${TENANT_API_ROUTE.getTenant.path}/owner` },
} as const satisfies Record<string, Route>;

/** Route of the admin API that begins all due deletions at once. It belongs to the grant that also erases users. */
export const SWEEP_ROUTE = {
  sweep: { method: 'POST', path: '/sweeps' },
} as const satisfies Record<string, Route>;

/** Route of the admin API that erases a user. It belongs to the grant that also deletes tenants. */
export const USER_ERASURE_ROUTE = {
  eraseUser: { method: 'DELETE', path: '/users/{userId}' },
} as const satisfies Record<string, Route>;

/** Route of the admin API that ends all sessions of a user. It has a grant of its own. */
export const SESSIONS_ADMINISTRATION_ROUTE = {
  endSessions: { method: 'POST', path: '/users/{userId}/sign-out' },
} as const satisfies Record<string, Route>;

/** Routes of the admin API about the audit log of a tenant. Each has a grant of its own. */
export const AUDIT_ADMINISTRATION_ROUTE = {
  listAuditRecords: { method: 'GET', path: AUDIT_ROUTE.listAuditRecords.path },
  recordAudit: { method: 'POST', path: AUDIT_ROUTE.listAuditRecords.path },
} as const satisfies Record<string, Route>;

/**
 * Routes of the admin API about one tenant. Their paths are those of the web-app API. They do what the tenant's admins can do there,
 * and add members without an invitation.
 */
export const TENANT_ADMINISTRATION_ROUTE = {
  getTenant: { method: 'GET', path: TENANT_API_ROUTE.getTenant.path },
  renameTenant: { method: 'PUT', path: TENANT_API_ROUTE.renameTenant.path },
  listMembers: { method: 'GET', path: MEMBERS_ROUTE.listMembers.path },
  addMember: { method: 'POST', path: MEMBERS_ROUTE.listMembers.path },
  changeRole: { method: 'PUT', path: MEMBERS_ROUTE.changeRole.path },
  removeMember: { method: 'DELETE', path: MEMBERS_ROUTE.removeMember.path },
  listInvitations: { method: 'GET', path: INVITATIONS_ROUTE.listInvitations.path },
  createInvitation: { method: 'POST', path: INVITATIONS_ROUTE.createInvitation.path },
  revokeInvitation: { method: 'DELETE', path: INVITATIONS_ROUTE.revokeInvitation.path },
  resendInvitation: { method: 'POST', path: INVITATIONS_ROUTE.resendInvitation.path },
} as const satisfies Record<string, Route>;
