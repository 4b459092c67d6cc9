import * as bare from './bare-calls';
import {
  leaveAcceptedTenant, removeCreatedInvitation, removeCreatedTenant, restoreInvitation, restoreMember, restoreRecord, restoreRole, type Restore,
} from './restore';
import { INVITATION, INVITED_CODE, MEMBER } from './store/tables';
import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OWNER_ROUTE, SUSPENSION_ROUTE, SWEEP_ROUTE,
  SESSIONS_ADMINISTRATION_ROUTE, TENANT_ADMINISTRATION_ROUTE, USER_ERASURE_ROUTE,
} from '../src/contract/admin-routes';
import { TENANT_ROLE } from '../src/contract/roles';
import {
  ACCOUNT_ROUTE, ADDITIONAL_TENANTS_ROUTE, AUDIT_ROUTE, CLOSURE_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route,
  SESSIONS_ROUTE, TENANT_API_ROUTE,
} from '../src/contract/routes';

/** A route that is measured. A new route needs an entry in {@link ROUTES}, and its bare calls. */
export interface BenchmarkedRoute {
  readonly route: Route;
  /** Name of the function's bundle. */
  readonly bundle: string;
  /** Whether it is a route for services, with AWS_IAM instead of the authorizer. */
  readonly isForServices?: boolean;
  /** Path parameters other than the ids of the subject. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: (subject: bare.Subject) => object;
  /** Number of requests to this route in a hundred of a running product. 0 for rare routes, which `load` does not send. */
  readonly share: number;
  /** The SDK calls that the route needs. */
  readonly bare: bare.BareCall;
  /** Undoes the changes, so that the request can be sent again. */
  readonly restore?: Restore;
  /** Whether it reads a page of a growing partition. The local store reads the complete partition, so its time says nothing about DynamoDB. */
  readonly readsPage?: boolean;
  /** Whether it reads a page of all tenants. With a million tenants, the local store is slower than the timeout of the function: `scale` skips it. */
  readonly outgrowsStore?: boolean;
}

const MEMBER_OF_TENANT = { userId: MEMBER.userid };
const INVITATION_OF_TENANT = { invitationId: INVITATION.invitationid };
const CODE = () => ({ code: INVITED_CODE });

export const ROUTES: readonly BenchmarkedRoute[] = [
  {
    route: TENANT_API_ROUTE.getTenant,
    bundle: 'tenant-api',
    share: 65,
    bare: bare.getTenant,
  },
  {
    route: TENANT_API_ROUTE.renameTenant,
    bundle: 'tenant-api',
    body: () => ({ name: 'New name' }),
    share: 3,
    bare: bare.renameTenant,
  },
  {
    route: TENANT_API_ROUTE.listTenantsOfUser,
    bundle: 'tenant-api',
    share: 20,
    bare: bare.listTenantsOfUser,
  },
  {
    route: TENANT_API_ROUTE.switchTenant,
    bundle: 'tenant-api',
    body: ({ tenantId }) => ({ tenantId }),
    share: 2,
    bare: bare.switchTenant,
    restore: restoreRecord,
  },
  {
    route: MEMBERS_ROUTE.listMembers,
    bundle: 'tenant-api',
    share: 4,
    bare: bare.listMembers,
    readsPage: true,
  },
  {
    route: MEMBERS_ROUTE.changeRole,
    bundle: 'tenant-api',
    parameters: MEMBER_OF_TENANT,
    body: () => ({ role: TENANT_ROLE.admin }),
    share: 0,
    bare: bare.changeRole,
    restore: restoreRole,
  },
  {
    route: MEMBERS_ROUTE.removeMember,
    bundle: 'tenant-api',
    parameters: MEMBER_OF_TENANT,
    share: 0,
    bare: bare.removeMember,
    restore: restoreMember,
  },
  {
    route: ADDITIONAL_TENANTS_ROUTE.createTenant,
    bundle: 'additional-tenants',
    headers: { 'Idempotency-Key': bare.IDEMPOTENCY_KEY },
    body: () => ({ name: 'New' }),
    share: 0,
    bare: bare.createTenant,
    restore: removeCreatedTenant,
  },
  {
    route: INVITATIONS_ROUTE.listInvitations,
    bundle: 'invitations',
    share: 1,
    bare: bare.listInvitations,
  },
  {
    route: INVITATIONS_ROUTE.createInvitation,
    bundle: 'invitations',
    body: () => ({ email: 'new@example.com', role: MEMBER.role }),
    share: 0,
    bare: bare.createInvitation,
    restore: removeCreatedInvitation,
  },
  {
    route: INVITATIONS_ROUTE.resendInvitation,
    bundle: 'invitations',
    parameters: INVITATION_OF_TENANT,
    share: 0,
    bare: bare.resendInvitation,
    restore: restoreInvitation,
  },
  {
    route: INVITATIONS_ROUTE.revokeInvitation,
    bundle: 'invitations',
    parameters: INVITATION_OF_TENANT,
    share: 0,
    bare: bare.revokeInvitation,
    restore: restoreInvitation,
  },
  {
    route: INVITED_ROUTE.previewInvitation,
    bundle: 'invited',
    body: CODE,
    share: 0,
    bare: bare.previewInvitation,
  },
  {
    route: INVITED_ROUTE.acceptInvitation,
    bundle: 'invited',
    body: CODE,
    share: 0,
    bare: bare.acceptInvitation,
    restore: leaveAcceptedTenant,
  },
  {
    route: ADMIN_API_ROUTE.listTenantsOfUser,
    bundle: 'admin-api',
    isForServices: true,
    share: 5,
    bare: bare.lookUpTenantsOfUser,
  },
  {
    route: ADMIN_API_ROUTE.listTenants,
    bundle: 'admin-api',
    isForServices: true,
    share: 0,
    bare: bare.listTenants,
    outgrowsStore: true,
  },
  {
    route: ADMIN_API_ROUTE.findMemberships,
    bundle: 'admin-api',
    isForServices: true,
    query: { email: MEMBER.emailkey! },
    share: 0,
    bare: bare.findMemberships,
  },
  {
    route: TENANT_ADMINISTRATION_ROUTE.getTenant,
    bundle: 'tenant-administration',
    isForServices: true,
    share: 0,
    bare: bare.getTenant,
  },
  {
    route: TENANT_ADMINISTRATION_ROUTE.listMembers,
    bundle: 'tenant-administration',
    isForServices: true,
    share: 0,
    bare: bare.listMembers,
    readsPage: true,
  },
  {
    route: TENANT_ADMINISTRATION_ROUTE.listInvitations,
    bundle: 'tenant-administration',
    isForServices: true,
    share: 0,
    bare: bare.listInvitations,
  },
];

const AS_FOR_ADMINS = 'the same work as for admins of the tenant, without the check of their role';

/** Routes that are not measured, with the reason. */
const EXCUSED: ReadonlyMap<Route, string> = new Map<Route, string>([
  [ADMIN_API_ROUTE.repair, 'an operator calls it, after a failure'],
  [SUSPENSION_ROUTE.suspendTenant, 'the same work as renaming a tenant'],
  [SUSPENSION_ROUTE.reactivateTenant, 'the same work as renaming a tenant'],
  [OWNER_ROUTE.changeOwner, 'the same work as changing a role'],
  [CLOSURE_ROUTE.closeTenant, 'the same work as renaming a tenant, once in the life of a tenant'],
  [CLOSURE_ROUTE.restoreTenant, 'the same work as switching and renaming a tenant, once in the life of a tenant'],
  [CLOSURE_ADMINISTRATION_ROUTE.closeTenant, 'an operator calls it, once in the life of a tenant'],
  [CLOSURE_ADMINISTRATION_ROUTE.cancelClosure, 'an operator calls it, once in the life of a tenant'],
  [ACCOUNT_ROUTE.deleteAccount, 'the same work as leaving each tenant, once in the life of a user'],
  [USER_ERASURE_ROUTE.eraseUser, 'an operator calls it, once in the life of a user'],
  [SESSIONS_ROUTE.signOutEverywhere, 'one write and two calls of Cognito, a few times in the life of a user'],
  [SESSIONS_ROUTE.signOutMember, 'the same work as for the own user, with three checks'],
  [SESSIONS_ADMINISTRATION_ROUTE.endSessions, 'an operator calls it, a few times in the life of a user'],
  [EXPORT_ROUTE.requestExport, 'it starts an execution, at most once in ten minutes'],
  [EXPORT_ROUTE.describeExport, 'it reads an object, a few times for each export'],
  [EXPORT_ADMINISTRATION_ROUTE.requestExport, 'an operator calls it, a few times in the life of a tenant'],
  [EXPORT_ADMINISTRATION_ROUTE.describeExport, 'an operator calls it, a few times for each export'],
  [AUDIT_ROUTE.listAuditRecords, 'one query, a few times in a month'],
  [AUDIT_ADMINISTRATION_ROUTE.listAuditRecords, 'the same work as for admins of the tenant'],
  [AUDIT_ADMINISTRATION_ROUTE.recordAudit, 'one write and one event'],
  [SWEEP_ROUTE.sweep, 'an operator calls it, and a schedule every 15 minutes'],
  [MEMBERS_ROUTE.leaveTenant, 'the same work as removing a member, without the check of the caller'],
  [INVITED_ROUTE.declineInvitation, 'a part of the work of accepting'],
  [TENANT_ADMINISTRATION_ROUTE.addMember, 'a part of the work of accepting'],
  [TENANT_ADMINISTRATION_ROUTE.renameTenant, AS_FOR_ADMINS],
  [TENANT_ADMINISTRATION_ROUTE.changeRole, AS_FOR_ADMINS],
  [TENANT_ADMINISTRATION_ROUTE.removeMember, AS_FOR_ADMINS],
  [TENANT_ADMINISTRATION_ROUTE.createInvitation, AS_FOR_ADMINS],
  [TENANT_ADMINISTRATION_ROUTE.resendInvitation, AS_FOR_ADMINS],
  [TENANT_ADMINISTRATION_ROUTE.revokeInvitation, AS_FOR_ADMINS],
]);

const ALL: readonly Route[] = [
  TENANT_API_ROUTE, MEMBERS_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, ADDITIONAL_TENANTS_ROUTE, ADMIN_API_ROUTE, TENANT_ADMINISTRATION_ROUTE,
  SUSPENSION_ROUTE, OWNER_ROUTE, CLOSURE_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, SWEEP_ROUTE, ACCOUNT_ROUTE, USER_ERASURE_ROUTE,
  EXPORT_ROUTE, EXPORT_ADMINISTRATION_ROUTE, SESSIONS_ROUTE, SESSIONS_ADMINISTRATION_ROUTE, AUDIT_ROUTE, AUDIT_ADMINISTRATION_ROUTE,
].flatMap((routes) => Object.values<Route>(routes));

/** Routes of the package without an entry here. */
export function unmeasuredRoutes(): string[] {
  const measured = new Set(ROUTES.map(({ route }) => route));
  return ALL.filter((route) => !measured.has(route) && !EXCUSED.has(route)).map(({ method, path }) => `${method} ${path}`);
}

/** The name of a route for people, with the API if both have the route. */
export function nameOf({ route: { method, path }, isForServices }: BenchmarkedRoute): string {
  return `${method} ${path}${isForServices ? ' (admin API)' : ''}`;
}

/** Names of the two calls of a route in a measuring process: the deployed function, and its bare SDK calls. */
export const handlerCall = (route: BenchmarkedRoute) => `handler: ${nameOf(route)}`;
export const bareCall = (route: BenchmarkedRoute) => `bare: ${nameOf(route)}`;

/** The path parameters of a request to a route, by name. */
export function parametersOf({ parameters }: BenchmarkedRoute, { tenantId, userId }: bare.Subject): Record<string, string> {
  return { tenantId, userId, ...parameters };
}

/** The path of a request to a route. */
export function pathOf(benchmarked: BenchmarkedRoute, subject: bare.Subject): string {
  return Object.entries(parametersOf(benchmarked, subject)).reduce<string>((path, [name, value]) => path.replace(`{${name}}`, value), benchmarked.route.path);
}
