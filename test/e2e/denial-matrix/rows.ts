import { randomUUID } from 'node:crypto';
import type { Cell, Row } from './cell';
import { decoded } from './encoded-ids';
import { isIdentifier, TENANT_ID } from '../../../src/contract/identifiers';

/** Preflights of browsers never have a token. */
const PREFLIGHT: Row = { open: 'to everybody', status: 204 };

const nameOfWriter = (name: string) => ({ name });

const newInvitation = () => ({ email: `${randomUUID()}@example.com`, role: 'member' });

/** A code without an invitation. */
const invitationCode = () => ({ code: `no-such-tenant.${'0'.repeat(32)}.${'A'.repeat(43)}` });

const isUuid = (id: string) => /^[0-9a-f-]{36}$/.test(id);

const isAboutSelf = ({ own, asked }: Cell) => decoded(asked.userId) === own.userId;

/** The tenants are active, so their admins cannot restore them. The user without a tenant in the token is an admin by now. Others learn nothing. */
function restored({ caller, own, asked }: Cell): number {
  const tenantId = decoded(asked.tenantId);
  if (!isIdentifier(TENANT_ID, tenantId)) return 400;
  if (tenantId !== own.tenantId) return 404;
  return caller.role === 'member' ? 403 : 409;
}

/** One row for each deployed route. A new route needs a row with its access. */
export const ROWS: Readonly<Record<string, Row>> = {
  'tenant API: GET /tenant/{tenantId}': { open: 'to members', status: 200, tenantsIn: (body) => [body.tenantId] },
  'tenant API: PUT /tenant/{tenantId}': { open: 'to members', role: 'admin', status: 200, body: nameOfWriter, tenantsIn: (body) => [body.tenantId] },
  'tenant API: GET /tenants/{userId}': {
    open: 'to the user', status: 200, tenantsIn: (body) => body.tenants.map(({ tenantId }: { tenantId: string }) => tenantId),
  },
  // These requests must not change tenants and roles. Each tenant has one admin, who cannot lose the role.
  'tenant API: PUT /tenants/{userId}/active': { open: 'to the user', status: 404, body: () => ({ tenantId: 'no-such-tenant' }) },
  'tenant API: POST /tenants/{userId}': { open: 'to the user', status: 400, body: nameOfWriter },
  'tenant API: GET /tenant/{tenantId}/members': { open: 'to members', status: 200 },
  'tenant API: PUT /tenant/{tenantId}/members/{userId}': {
    open: 'to members', role: 'admin', status: (cell) => (isAboutSelf(cell) ? 409 : 200), body: () => ({ role: 'member' }),
  },
  'tenant API: DELETE /tenant/{tenantId}/members/{userId}': {
    open: 'to members', role: 'admin', status: (cell) => (isAboutSelf(cell) ? 409 : 204), endsMembership: true,
  },
  'tenant API: DELETE /tenant/{tenantId}/membership': {
    open: 'to members', status: ({ caller }) => (caller.role === 'admin' ? 409 : 204), endsMembership: true,
  },
  'tenant API: GET /tenant/{tenantId}/invitations': { open: 'to members', role: 'admin', status: 200 },
  'tenant API: POST /tenant/{tenantId}/invitations': { open: 'to members', role: 'admin', status: 201, body: newInvitation },
  // Callers with access get 404, because no invitation has this id.
  'tenant API: DELETE /tenant/{tenantId}/invitations/{invitationId}': { open: 'to members', role: 'admin', status: 404 },
  'tenant API: POST /tenant/{tenantId}/invitations/{invitationId}/resend': { open: 'to members', role: 'admin', status: 404 },
  'tenant API: POST /tenants/{userId}/invitations/preview': { open: 'to the user', status: 404, body: invitationCode },
  'tenant API: POST /tenants/{userId}/invitations/accept': { open: 'to the user', status: 404, body: invitationCode },
  'tenant API: POST /tenants/{userId}/invitations/decline': { open: 'to the user', status: 404, body: invitationCode },
  // 409, because the name is not that of the tenant. Nobody restores a tenant that is not closing.
  'tenant API: PUT /tenant/{tenantId}/closure': { open: 'to members', role: 'admin', status: 409, body: () => ({ name: randomUUID() }) },
  'tenant API: DELETE /tenants/{userId}/closures/{tenantId}': { open: 'to the user', status: restored },
  // 409, because the tenants of admins have other members.
  'tenant API: DELETE /tenants/{userId}/account': {
    open: 'to the user', status: ({ caller }) => (caller.role === 'admin' ? 409 : 204), erasesUser: true,
  },
  'tenant API: POST /tenants/{userId}/sign-out': { open: 'to the user', status: 204, endsSessions: true },
  'tenant API: POST /tenant/{tenantId}/members/{userId}/sign-out': { open: 'to members', role: 'admin', status: 204, endsSessions: true },
  'tenant API: POST /tenant/{tenantId}/exports': { open: 'to members', role: 'admin', status: 202 },
  // Callers with access get 404, because no export has this id.
  'tenant API: GET /tenant/{tenantId}/exports/{exportId}': { open: 'to members', role: 'admin', status: 404 },
  'tenant API: GET /tenant/{tenantId}/audit': { open: 'to members', role: ['admin', 'auditor'], status: 200 },
  'tenant API: GET /tenant/{tenantId}/devices': { open: 'to members', status: 200, tenantsIn: (body) => [body.tenantId] },
  'tenant API: POST /tenant/{tenantId}/devices': { open: 'to members', status: 201, body: nameOfWriter },
  'tenant API: GET /tenant/{tenantId}/devices/{deviceId}': { open: 'to members', status: 200 },

  'admin API: GET /tenants/{userId}': { open: 'to services', status: 200, tenantsIn: (body) => body.tenants },
  'admin API: GET /tenants': { open: 'to services', status: 200 },
  // 400, because the query has no address.
  'admin API: GET /memberships': { open: 'to services', status: 400 },
  'admin API: GET /tenant/{tenantId}': { open: 'to services', status: 200 },
  'admin API: GET /tenant/{tenantId}/members': { open: 'to services', status: 200 },
  'admin API: GET /tenant/{tenantId}/invitations': { open: 'to services', status: 200 },
  // 400, because these requests have no body.
  'admin API: PUT /tenant/{tenantId}': { open: 'to administrators', status: 400 },
  'admin API: POST /tenant/{tenantId}/members': { open: 'to administrators', status: 400 },
  'admin API: PUT /tenant/{tenantId}/members/{userId}': { open: 'to administrators', status: 400 },
  'admin API: POST /tenant/{tenantId}/invitations': { open: 'to administrators', status: 400 },
  'admin API: DELETE /tenant/{tenantId}/members/{userId}': {
    open: 'to administrators',
    // All other users in these paths are the only admins of their tenants.
    status: ({ own, asked }) => (decoded(asked.tenantId) === own.tenantId && decoded(asked.userId) !== own.userId ? 204 : 409),
    endsMembership: true,
  },
  'admin API: DELETE /tenant/{tenantId}/invitations/{invitationId}': { open: 'to administrators', status: 404 },
  'admin API: POST /tenant/{tenantId}/invitations/{invitationId}/resend': { open: 'to administrators', status: 404 },
  // 400, because the request has no body; 409, because the tenants are active.
  'admin API: PUT /tenant/{tenantId}/suspension': { open: 'to suspenders', status: 400 },
  'admin API: DELETE /tenant/{tenantId}/suspension': { open: 'to suspenders', status: 409 },
  'admin API: PUT /tenant/{tenantId}/closure': { open: 'to closers', status: 400, body: () => ({ deleteAt: 'never' }) },
  'admin API: DELETE /tenant/{tenantId}/closure': { open: 'to closers', status: 409 },
  'admin API: PUT /tenant/{tenantId}/owner': { open: 'to closers', status: 400 },
  // By now, the own user is alone in the own tenant. The other user is not, and unknown users can be erased.
  'admin API: DELETE /users/{userId}': {
    open: 'to closers',
    status: ({ own, asked }) => (isUuid(asked.userId) && asked.userId !== own.userId && decoded(asked.tenantId) !== own.tenantId ? 409 : 200),
    erasesUser: true,
  },
  // Unknown users can be signed out too.
  'admin API: POST /users/{userId}/sign-out': { open: 'to closers', status: 200, endsSessions: true },
  'admin API: POST /tenant/{tenantId}/exports': { open: 'to exporters', status: 202 },
  'admin API: GET /tenant/{tenantId}/exports/{exportId}': { open: 'to exporters', status: 404 },
  'admin API: GET /tenant/{tenantId}/audit': { open: 'to auditors', status: 200 },
  // 400, because the action is one that only the tenancy records.
  'admin API: POST /tenant/{tenantId}/audit': { open: 'to auditors', status: 400, body: () => ({ action: 'tenant.renamed' }) },
  'admin API: POST /sweeps': { open: 'to closers', status: 200 },
  'admin API: POST /repairs': { open: 'to operators', status: 200, body: () => ({ dryRun: true }) },

  'tenant API: OPTIONS /': PREFLIGHT,
  'tenant API: OPTIONS /tenant': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/audit': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/closure': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/devices': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/devices/{deviceId}': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/exports': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/exports/{exportId}': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/invitations': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/invitations/{invitationId}': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/invitations/{invitationId}/resend': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/members': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/members/{userId}': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/members/{userId}/sign-out': PREFLIGHT,
  'tenant API: OPTIONS /tenant/{tenantId}/membership': PREFLIGHT,
  'tenant API: OPTIONS /tenants': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/account': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/active': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/closures': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/closures/{tenantId}': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/invitations': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/invitations/accept': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/invitations/decline': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/invitations/preview': PREFLIGHT,
  'tenant API: OPTIONS /tenants/{userId}/sign-out': PREFLIGHT,
};
