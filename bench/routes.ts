import * as bare from './bare-calls';
import {
  leaveAcceptedTenant, removeCreatedInvitation, removeCreatedTenant, restoreInvitation, restoreMember, restoreRecord, restoreRole, type Restore,
} from './restore';
import { INVITATION, INVITED_CODE, MEMBER } from './store/tables';
import { ADMIN_API_ROUTE, TENANT_ADMINISTRATION_ROUTE } from '../src/contract/admin-routes';
import { TENANT_ROLE } from '../src/contract/roles';
import { INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route, TENANT_API_ROUTE, TENANT_CREATION_ROUTE } from '../src/contract/routes';

/** A route that is measured. A new one needs an entry of {@link ROUTES}, and its bare calls. */
export interface BenchmarkedRoute {
  readonly route: Route;
  /** Name of the function's bundle. */
  readonly bundle: string;
  /** Behind AWS_IAM, for services, instead of the authorizer. */
  readonly isForServices?: boolean;
  /** What is in the path, where it is not the subject of the request. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: (subject: bare.Subject) => object;
  /** Requests to it in a hundred of a running product; 0 for what is too rare to count, which `load` leaves out. */
  readonly share: number;
  /** The calls that the work of the route needs. */
  readonly bare: bare.BareCall;
  /** Makes it possible to send the request again. */
  readonly restore?: Restore;
  /** Reads a page of a partition that grows. The store here reads all of it, so the time that it takes says nothing of DynamoDB. */
  readonly readsPage?: boolean;
  /** Reads a page of all tenants. With a million of them the store here takes longer than the function waits, so `scale` leaves it out. */
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
    route: TENANT_CREATION_ROUTE.createTenant,
    bundle: 'tenant-creation',
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
    bare: bare.listTenantsOfUser,
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

const AS_FOR_ADMINS = 'the same work as for admins of the tenant, less the check that they are';

/** Routes that are not measured, and why. */
const EXCUSED: ReadonlyMap<Route, string> = new Map<Route, string>([
  [ADMIN_API_ROUTE.repair, 'an operator calls it, after a failure'],
  [MEMBERS_ROUTE.leaveTenant, 'the same work as removing somebody, less the check of who asks'],
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
  TENANT_API_ROUTE, MEMBERS_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, TENANT_CREATION_ROUTE, ADMIN_API_ROUTE, TENANT_ADMINISTRATION_ROUTE,
].flatMap((routes) => Object.values<Route>(routes));

/** Routes of the package that nobody has entered here. */
export function unmeasuredRoutes(): string[] {
  const measured = new Set(ROUTES.map(({ route }) => route));
  return ALL.filter((route) => !measured.has(route) && !EXCUSED.has(route)).map(({ method, path }) => `${method} ${path}`);
}

/** As people write it, with the API where the same route is in both. */
export function nameOf({ route: { method, path }, isForServices }: BenchmarkedRoute): string {
  return `${method} ${path}${isForServices ? ' (admin API)' : ''}`;
}

/** What a process that measures calls a route: the function as it is deployed, and what that cannot do without. */
export const handlerCall = (route: BenchmarkedRoute) => `handler: ${nameOf(route)}`;
export const bareCall = (route: BenchmarkedRoute) => `bare: ${nameOf(route)}`;

/** What is in the path of a request to a route, by name. */
export function parametersOf({ parameters }: BenchmarkedRoute, { tenantId, userId }: bare.Subject): Record<string, string> {
  return { tenantId, userId, ...parameters };
}

/** The path of a request to a route. */
export function pathOf(benchmarked: BenchmarkedRoute, subject: bare.Subject): string {
  return Object.entries(parametersOf(benchmarked, subject)).reduce<string>((path, [name, value]) => path.replace(`{${name}}`, value), benchmarked.route.path);
}
