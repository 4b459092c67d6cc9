import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OWNER_ROUTE, SUSPENSION_ROUTE, SWEEP_ROUTE,
  SESSIONS_ADMINISTRATION_ROUTE, TENANT_ADMINISTRATION_ROUTE, USER_ERASURE_ROUTE,
} from '../../src/contract/admin-routes';
import {
  addMemberSchema, CHANGE_OWNER_SCHEMA, changeRoleSchema, CLOSE_TENANT_SCHEMA, CREATE_TENANT_SCHEMA, createInvitationSchema, INVITATION_CODE_SCHEMA,
  RENAME_TENANT_SCHEMA, SCHEDULE_CLOSURE_SCHEMA, SUSPEND_TENANT_SCHEMA, SWITCH_TENANT_SCHEMA,
} from '../../src/contract/api';
import { RECORD_AUDIT_SCHEMA } from '../../src/contract/audit';
import { identifierPattern } from '../../src/contract/identifiers';
import { REPAIR_SCHEMA } from '../../src/contract/repair';
import { ROLE_NAME } from '../../src/contract/roles';
import {
  ACCOUNT_ROUTE, ADDITIONAL_TENANTS_ROUTE, AUDIT_ROUTE, CLOSURE_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route,
  SESSIONS_ROUTE, TENANT_API_ROUTE,
} from '../../src/contract/routes';

/** A successful response. */
export interface Answer {
  readonly description: string;
  /** A type of the contract; left out for an answer without a body. */
  readonly type?: string;
  readonly hasEntityTag?: boolean;
}

/** The description of a route, beyond its method and path. */
export interface Operation {
  readonly route: Route;
  readonly summary: string;
  readonly tag: Tag;
  /** JSON Schema of the body. */
  readonly body?: object;
  /** Whether the request can have no body. */
  readonly isBodyOptional?: true;
  /** Parameters in headers and in the query. */
  readonly parameters?: readonly ParameterName[];
  readonly answers: Readonly<Record<number, Answer>>;
  /** Error statuses, in addition to those of every route. */
  readonly problems?: readonly number[];
}

/** Groups of routes. */
export const TAGS = {
  Tenant: 'The tenant itself.',
  Members: 'The people in a tenant.',
  Invitations: 'Invitations to join a tenant.',
  User: 'The tenants of the calling user, and ways to join or create another one.',
  Search: 'Search across all tenants.',
  Repairs: 'Repair of tenant creations, deletions and exports that failed.',
  Exports: 'Exports of the data of a tenant.',
  Audit: 'The audit log of a tenant.',
  Deletions: 'Deletion of closed tenants, and of users.',
  Sessions: 'Ends of all sessions of a user.',
} as const;

type Tag = keyof typeof TAGS;

export type ParameterName = 'limit' | 'cursor' | 'If-Match' | 'Idempotency-Key' | 'status' | 'email' | 'account' | 'userName' | 'from' | 'to' | 'actor'
| 'action';

/** The document is for all applications, and each can declare its own roles. */
function withAnyRole<Schema extends { readonly properties: object }>(schema: Schema): object {
  const role = { type: 'string', pattern: identifierPattern(ROLE_NAME).source, description: '`admin`, `member`, or a role that the application has declared.' };
  return { ...schema, properties: { ...schema.properties, role } };
}

/** JSON Schema in OpenAPI 3.1 has a newer name for `dependencies`. */
function repairBody(): object {
  const { dependencies: dependentRequired, ...schema } = REPAIR_SCHEMA;
  return { ...schema, dependentRequired };
}

const CHANGE_ROLE = withAnyRole(changeRoleSchema([]));
const ADD_MEMBER = withAnyRole(addMemberSchema([]));
const CREATE_INVITATION = withAnyRole(createInvitationSchema([]));

const TENANT: Answer = { description: 'The tenant.', type: 'TenantRepresentation', hasEntityTag: true };
const ADMINISTRATED_TENANT: Answer = { ...TENANT, type: 'AdministratedTenant' };
const CLOSING = 'The closing tenant, with the time from which it is deleted.';
const MEMBER: Answer = { description: 'The member.', type: 'MemberRepresentation' };
const MEMBERS: Answer = { description: 'A page of the members, by user id.', type: 'MemberPage' };
const INVITATION: Answer = { description: 'The invitation, with its code if the API does not send it by mail.', type: 'IssuedInvitation' };
const INVITATIONS: Answer = { description: 'A page of the pending invitations.', type: 'InvitationPage' };
const DONE: Answer = { description: 'Done.' };

const PAGE = ['limit', 'cursor'] as const;

type TenantRoute = Exclude<keyof typeof TENANT_ADMINISTRATION_ROUTE, 'addMember'>;

/** Operations on one tenant, for its members in one API and for services in the other. */
function tenantOperations(routes: Readonly<Record<TenantRoute, Route>>, tenant: Answer): Operation[] {
  return [
    { route: routes.getTenant, tag: 'Tenant', summary: 'Read a tenant', answers: { 200: tenant } },
    {
      route: routes.renameTenant, tag: 'Tenant', summary: 'Rename a tenant', body: RENAME_TENANT_SCHEMA, parameters: ['If-Match'], answers: { 200: tenant }, problems: [412],
    },
    { route: routes.listMembers, tag: 'Members', summary: 'List the members', parameters: PAGE, answers: { 200: MEMBERS } },
    { route: routes.changeRole, tag: 'Members', summary: 'Change the role of a member', body: CHANGE_ROLE, answers: { 200: MEMBER }, problems: [409] },
    { route: routes.removeMember, tag: 'Members', summary: 'Remove a member', answers: { 204: DONE }, problems: [409] },
    { route: routes.listInvitations, tag: 'Invitations', summary: 'List the invitations', parameters: PAGE, answers: { 200: INVITATIONS } },
    {
      route: routes.createInvitation,
      tag: 'Invitations',
      summary: 'Invite a person',
      body: CREATE_INVITATION,
      answers: { 201: INVITATION },
      problems: [409, 429, 502],
    },
    { route: routes.revokeInvitation, tag: 'Invitations', summary: 'Revoke an invitation', answers: { 204: DONE } },
    {
      route: routes.resendInvitation,
      tag: 'Invitations',
      summary: 'Give an invitation a new code and a new time',
      answers: { 200: INVITATION },
      problems: [409, 429, 502],
    },
  ];
}

/** Exports of a tenant, for its admins in one API and for operators in the other. */
function exportOperations(routes: Readonly<Record<keyof typeof EXPORT_ROUTE, Route>>): Operation[] {
  return [
    {
      route: routes.requestExport,
      tag: 'Exports',
      summary: 'Export the data of a tenant',
      answers: { 202: { description: 'The export has begun, or one of the last ten minutes is the result.', type: 'RequestedExport' } },
      problems: [409],
    },
    {
      route: routes.describeExport,
      tag: 'Exports',
      summary: 'Read the status of an export, and links to its files',
      parameters: PAGE,
      answers: { 200: { description: 'The export. When it has succeeded, this includes a page of its files.', type: 'ExportRepresentation' } },
    },
  ];
}

/** The list of the audit log, for admins and auditors in one API and for services in the other. */
function listAuditRecords(route: Route): Operation {
  return {
    route,
    tag: 'Audit',
    summary: 'List the audit log of a tenant',
    parameters: ['from', 'to', 'actor', 'action', ...PAGE],
    answers: {
      200: { description: 'A page of the records, newest first. A page with a filter can have fewer records than `limit`, and yet have a next page.', type: 'AuditPage' },
    },
  };
}

export const TENANT_API_OPERATIONS: readonly Operation[] = [
  ...tenantOperations({ ...TENANT_API_ROUTE, ...MEMBERS_ROUTE, ...INVITATIONS_ROUTE }, TENANT),
  { route: MEMBERS_ROUTE.leaveTenant, tag: 'Members', summary: 'Leave the tenant', answers: { 204: DONE }, problems: [409] },
  {
    route: TENANT_API_ROUTE.listTenantsOfUser, tag: 'User', summary: 'List the tenants of the user', answers: { 200: { description: 'The tenants.', type: 'TenantsOfUser' } },
  },
  { route: TENANT_API_ROUTE.switchTenant, tag: 'User', summary: 'Choose the tenant of the next token', body: SWITCH_TENANT_SCHEMA, answers: { 204: DONE }, problems: [409] },
  {
    route: ADDITIONAL_TENANTS_ROUTE.createTenant,
    tag: 'User',
    summary: 'Create another tenant',
    body: CREATE_TENANT_SCHEMA,
    parameters: ['Idempotency-Key'],
    answers: { 200: { ...TENANT, description: 'The tenant that an earlier request with this key created.' }, 201: { ...TENANT, description: 'The new tenant.' } },
    problems: [409],
  },
  {
    route: INVITED_ROUTE.previewInvitation,
    tag: 'User',
    summary: 'See what an invitation is to',
    body: INVITATION_CODE_SCHEMA,
    answers: { 200: { description: 'The tenant and the role.', type: 'InvitationPreview' } },
    problems: [409, 410],
  },
  {
    route: INVITED_ROUTE.acceptInvitation,
    tag: 'User',
    summary: 'Accept an invitation',
    body: INVITATION_CODE_SCHEMA,
    answers: { 200: { description: 'The new membership.', type: 'AcceptedInvitation' } },
    problems: [409, 410],
  },
  {
    route: CLOSURE_ROUTE.closeTenant,
    tag: 'Tenant',
    summary: 'Close the tenant',
    body: CLOSE_TENANT_SCHEMA,
    answers: { 202: { ...TENANT, description: CLOSING } },
    problems: [409],
  },
  {
    route: CLOSURE_ROUTE.restoreTenant,
    tag: 'User',
    summary: 'Restore a closed tenant',
    answers: { 200: { ...TENANT, description: 'The restored tenant.' } },
    problems: [409],
  },
  ...exportOperations(EXPORT_ROUTE),
  listAuditRecords(AUDIT_ROUTE.listAuditRecords),
  { route: ACCOUNT_ROUTE.deleteAccount, tag: 'User', summary: 'Delete the account of the user', answers: { 204: DONE }, problems: [409] },
  { route: SESSIONS_ROUTE.signOutEverywhere, tag: 'User', summary: 'End all sessions of the user', answers: { 204: DONE } },
  { route: SESSIONS_ROUTE.signOutMember, tag: 'Members', summary: 'End all sessions of a member', answers: { 204: DONE }, problems: [409] },
  {
    route: INVITED_ROUTE.declineInvitation, tag: 'User', summary: 'Decline an invitation', body: INVITATION_CODE_SCHEMA, answers: { 204: DONE }, problems: [409, 410],
  },
];

export const ADMIN_API_OPERATIONS: readonly Operation[] = [
  ...tenantOperations(TENANT_ADMINISTRATION_ROUTE, ADMINISTRATED_TENANT),
  {
    route: SUSPENSION_ROUTE.suspendTenant,
    tag: 'Tenant',
    summary: 'Suspend a tenant',
    body: SUSPEND_TENANT_SCHEMA,
    answers: { 200: ADMINISTRATED_TENANT },
    problems: [409],
  },
  { route: SUSPENSION_ROUTE.reactivateTenant, tag: 'Tenant', summary: 'End the suspension of a tenant', answers: { 200: ADMINISTRATED_TENANT }, problems: [409] },
  {
    route: CLOSURE_ADMINISTRATION_ROUTE.closeTenant,
    tag: 'Tenant',
    summary: 'Schedule the deletion of a tenant',
    body: SCHEDULE_CLOSURE_SCHEMA,
    isBodyOptional: true,
    answers: { 202: { ...ADMINISTRATED_TENANT, description: CLOSING } },
    problems: [409],
  },
  {
    route: CLOSURE_ADMINISTRATION_ROUTE.cancelClosure,
    tag: 'Tenant',
    summary: 'Cancel the deletion of a tenant',
    answers: { 200: { ...ADMINISTRATED_TENANT, description: 'The restored tenant.' } },
    problems: [409],
  },
  ...exportOperations(EXPORT_ADMINISTRATION_ROUTE),
  listAuditRecords(AUDIT_ADMINISTRATION_ROUTE.listAuditRecords),
  {
    route: AUDIT_ADMINISTRATION_ROUTE.recordAudit,
    tag: 'Audit',
    summary: 'Add a record to the audit log of a tenant',
    body: RECORD_AUDIT_SCHEMA,
    answers: { 201: { description: 'The record.', type: 'AuditRecord' } },
  },
  { route: OWNER_ROUTE.changeOwner, tag: 'Members', summary: 'Give the tenant an owner', body: CHANGE_OWNER_SCHEMA, answers: { 200: MEMBER }, problems: [409] },
  { route: TENANT_ADMINISTRATION_ROUTE.addMember, tag: 'Members', summary: 'Add a member', body: ADD_MEMBER, answers: { 201: MEMBER }, problems: [409] },
  {
    route: ADMIN_API_ROUTE.listTenantsOfUser, tag: 'Search', summary: 'List the tenants of a user', answers: { 200: { description: 'The tenants.', type: 'TenantIdsOfUser' } },
  },
  {
    route: ADMIN_API_ROUTE.listTenants,
    tag: 'Search',
    summary: 'List all tenants',
    parameters: ['status', ...PAGE],
    answers: { 200: { description: 'A page of the tenants, by status and then by age.', type: 'TenantPage' } },
  },
  {
    route: ADMIN_API_ROUTE.findMemberships,
    tag: 'Search',
    summary: 'Find the memberships of an email address',
    parameters: ['email', ...PAGE],
    answers: { 200: { description: 'A page of the memberships.', type: 'MembershipPage' } },
  },
  {
    route: ADMIN_API_ROUTE.repair, tag: 'Repairs', summary: 'Repair what the saga gave up', body: repairBody(), answers: { 200: { description: 'A report of the repairs.', type: 'RepairReport' } },
  },
  {
    route: USER_ERASURE_ROUTE.eraseUser,
    tag: 'Deletions',
    summary: 'Erase a user',
    parameters: ['account', 'userName'],
    answers: { 200: { description: 'The user is erased.', type: 'ErasedUser' } },
    problems: [409],
  },
  {
    route: SESSIONS_ADMINISTRATION_ROUTE.endSessions,
    tag: 'Sessions',
    summary: 'End all sessions of a user',
    parameters: ['userName'],
    answers: { 200: { description: 'The sessions are over.', type: 'EndedSessions' } },
    problems: [409],
  },
  {
    route: SWEEP_ROUTE.sweep, tag: 'Deletions', summary: 'Start the due deletions', answers: { 200: { description: 'A report of the deletions.', type: 'SweepReport' } },
  },
];
