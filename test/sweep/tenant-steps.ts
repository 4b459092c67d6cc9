import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { newMember, newTenant, putInvitation } from './members';
import { step } from './step';
import { type Answer, type Call, call, callSigned } from '../../local/client/api';
import { expectEqual, expectStatus } from '../../local/story/steps';
import type { IssuedInvitation } from '../../src/contract/api';
import { emailKey, INVITATION_STATUS, type UserItem, userRecordKey } from '../../src/contract/attributes';
import { DEFAULT_LIMIT } from '../../src/contract/limits';
import { TENANT_ROLE, type TenantRole } from '../../src/contract/roles';
import { dynamodb, outputs } from '../e2e/support/engine';
import { addMember, newEmail } from '../e2e/support/people';
import { tenantIdOf } from '../e2e/support/rows';

/** Steps about tenants, members and invitations. */
export const TENANT_STEPS = {
  readTenant: step('a member reads their tenant', async () => readTenant(await byAdmin())),
  renameTenant: step('an admin renames their tenant', async () => renameTenant(await byAdmin())),
  listMembers: step('a member lists the members', async () => listMembers(await byAdmin())),
  changeRole: step('an admin makes a member an admin', async () => changeRole(await byAdmin())),
  demoteInviter: step('an admin makes another admin a member, whose invitation is revoked', async () => demoteInviter(await byAdmin())),
  removeMember: step('an admin removes a member', async () => removeMember(await byAdmin())),
  invite: step('an admin invites a person', async () => { await invite(await byAdmin(), newEmail()); }),
  listInvitations: step('an admin lists the invitations', async () => listInvitations(await byAdmin())),
  resendInvitation: step('an admin resends an invitation', async () => resendInvitation(await byAdmin())),
  revokeInvitation: step('an admin revokes an invitation', async () => revokeInvitation(await byAdmin())),

  operateTenant: step('an operator reads a tenant', async () => readTenant(await byOperator())),
  operateName: step('an operator renames a tenant', async () => renameTenant(await byOperator())),
  operateMembers: step('an operator lists the members of a tenant', async () => listMembers(await byOperator())),
  operateRole: step('an operator makes a member an admin', async () => changeRole(await byOperator())),
  operateRemoval: step('an operator removes a member', async () => removeMember(await byOperator())),
  operateInvitation: step('an operator invites a person', async () => { await invite(await byOperator(), newEmail()); }),
  operateInvitations: step('an operator lists the invitations of a tenant', async () => listInvitations(await byOperator())),
  operateResending: step('an operator resends an invitation', async () => resendInvitation(await byOperator())),
  operateRevocation: step('an operator revokes an invitation', async () => revokeInvitation(await byOperator())),
  addMember: step('an operator adds a user who has left the maximum number of tenants', async () => {
    const { tenantId, ask } = await byOperator();
    const userId = randomUUID();
    await fillRecord(userId);
    const body = { userId, name: 'Max', role: TENANT_ROLE.member };
    expectStatus(await ask({ method: 'POST', path: `tenant/${tenantId}/members`, body }), 201);
  }),
  listAllTenants: step('an operator lists the active tenants', async () => {
    await newTenant();
    const { body } = expectStatus(await callSigned(outputs.AdminApiUrl, { path: 'tenants?status=active&limit=1' }), 200);
    expectEqual('the number of tenants', body.tenants.length, 1);
  }),
  findMemberships: step('an operator finds a member by email address', async () => {
    const { tenantId, email } = await putMemberWithEmail();
    const { body } = expectStatus(await callSigned(outputs.AdminApiUrl, { path: `memberships?email=${encodeURIComponent(email)}` }), 200);
    expectEqual('the tenant of the membership', body.memberships[0]?.tenantId, tenantId);
  }),

  listTenants: step('a user lists their tenants', async () => {
    const { userId, token } = await newMember();
    const { body } = expectStatus(await call(outputs.ApiUrl, { path: `tenants/${userId}` }, token), 200);
    expectEqual('the number of tenants', body.tenants.length, 1);
  }),
  switchTenant: step('a user switches to a tenant', async () => {
    const { userId, tenantId, token } = await newMember();
    expectStatus(await call(outputs.ApiUrl, { method: 'PUT', path: `tenants/${userId}/active`, body: { tenantId } }, token), 204);
  }),
  createTenant: step('a user who has left the maximum number of tenants creates another one', async () => {
    const { userId, token } = await newMember();
    await fillRecord(userId);
    const headers = { 'Idempotency-Key': randomUUID() };
    expectStatus(await call(outputs.ApiUrl, { method: 'POST', path: `tenants/${userId}`, headers, body: { name: 'Another' } }, token), 201);
  }),
  previewInvitation: step('an invited person previews the invitation', async () => {
    const answer = await newInvited();
    expectStatus(await answer('preview'), 200);
  }),
  declineInvitation: step('an invited person declines the invitation', async () => {
    const answer = await newInvited();
    expectStatus(await answer('decline'), 204);
  }),
  acceptInvitation: step('an invited person who has left the maximum number of tenants accepts', async () => {
    const answer = await newInvited();
    expectStatus(await answer('accept'), 200);
  }),
};

/** A new tenant, and a caller who can administer it. */
interface Administration {
  readonly tenantId: string;
  readonly ask: (request: Call) => Promise<Answer>;
}

async function byAdmin(): Promise<Administration> {
  const { tenantId, token } = await newMember();
  return { tenantId, ask: (request) => call(outputs.ApiUrl, request, token) };
}

async function byOperator(): Promise<Administration> {
  const { tenantId } = await newTenant();
  return { tenantId, ask: (request) => callSigned(outputs.AdminApiUrl, request) };
}

async function readTenant({ tenantId, ask }: Administration): Promise<void> {
  expectStatus(await ask({ path: `tenant/${tenantId}` }), 200);
}

async function renameTenant({ tenantId, ask }: Administration): Promise<void> {
  expectStatus(await ask({ method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Ann and Sons' } }), 200);
}

async function listMembers({ tenantId, ask }: Administration): Promise<void> {
  const { body } = expectStatus(await ask({ path: `tenant/${tenantId}/members` }), 200);
  expectEqual('the number of members', body.members.length, 1);
}

async function changeRole({ tenantId, ask }: Administration): Promise<void> {
  const path = await pathOfNewMember(tenantId);
  expectStatus(await ask({ method: 'PUT', path, body: { role: TENANT_ROLE.admin } }), 200);
}

async function demoteInviter({ tenantId, ask }: Administration): Promise<void> {
  const path = await pathOfNewMember(tenantId, TENANT_ROLE.admin);
  const { invitationid } = await putInvitation(tenantId, path.split('/').at(-1));
  expectStatus(await ask({ method: 'PUT', path, body: { role: TENANT_ROLE.member } }), 200);
  const { Item } = await dynamodb.send(new GetCommand({ TableName: outputs.InvitationsTableName, Key: { tenantid: tenantId, invitationid } }));
  expectEqual('the status of the invitation', Item?.status, INVITATION_STATUS.revoked);
}

async function removeMember({ tenantId, ask }: Administration): Promise<void> {
  expectStatus(await ask({ method: 'DELETE', path: await pathOfNewMember(tenantId) }), 204);
}

async function pathOfNewMember(tenantId: string, role?: TenantRole): Promise<string> {
  const userId = randomUUID();
  await addMember(tenantId, userId, newEmail(), role);
  return `tenant/${tenantId}/members/${userId}`;
}

async function invite({ tenantId, ask }: Administration, email: string): Promise<IssuedInvitation> {
  const body = { email, role: TENANT_ROLE.member };
  return expectStatus(await ask({ method: 'POST', path: `tenant/${tenantId}/invitations`, body }), 201).body;
}

async function listInvitations({ tenantId, ask }: Administration): Promise<void> {
  const { body } = expectStatus(await ask({ path: `tenant/${tenantId}/invitations` }), 200);
  expectEqual('the number of invitations', body.invitations.length, 0);
}

async function resendInvitation(administration: Administration): Promise<void> {
  const { tenantId, ask } = administration;
  const { invitationId } = await invite(administration, newEmail());
  expectStatus(await ask({ method: 'POST', path: `tenant/${tenantId}/invitations/${invitationId}/resend` }), 200);
}

async function revokeInvitation(administration: Administration): Promise<void> {
  const { tenantId, ask } = administration;
  const { invitationId } = await invite(administration, newEmail());
  expectStatus(await ask({ method: 'DELETE', path: `tenant/${tenantId}/invitations/${invitationId}` }), 204);
}

/** Creates a user with an invitation to another tenant, who has left the maximum number of tenants. */
async function newInvited(): Promise<(answer: 'accept' | 'decline' | 'preview') => Promise<Answer>> {
  const { email, userId, token } = await newMember();
  await fillRecord(userId);
  const { code } = await invite(await byOperator(), email);
  return (answer) => call(outputs.ApiUrl, { method: 'POST', path: `tenants/${userId}/invitations/${answer}`, body: { code } }, token);
}

/** Fills the record of a user with tenants that they have left. Code that adds a tenant must then check which memberships have ended. */
async function fillRecord(userId: string): Promise<void> {
  const key = userRecordKey(userId);
  const tenants = new Set(Array.from({ length: DEFAULT_LIMIT.tenantsPerUser }, () => tenantIdOf(randomUUID())));
  await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item: { tenantid: key, userid: key, tenants } }));
}

async function putMemberWithEmail(): Promise<{ readonly tenantId: string; readonly email: string }> {
  const [tenantId, email] = [tenantIdOf(randomUUID()), newEmail()];
  const Item: UserItem = {
    tenantid: tenantId, userid: randomUUID(), name: 'Max', email, emailkey: emailKey(email), role: TENANT_ROLE.member, createdat: new Date().toISOString(),
  };
  await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item }));
  return { tenantId, email };
}
