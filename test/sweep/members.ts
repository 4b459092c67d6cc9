import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expectEqual } from '../../local/story/steps';
import { INVITATION_STATUS, type InvitationItem, TENANT_STATUS } from '../../src/contract/attributes';
import { CLAIM } from '../../src/contract/claims';
import { TENANT_ROLE } from '../../src/contract/roles';
import { dynamodb, outputs } from '../e2e/support/engine';
import { newEmail, pool } from '../e2e/support/people';
import { putMember, putTenant, tenantIdOf } from '../e2e/support/rows';

/** The signed-in admin of a tenant that no state machine has created. The tenant has no count of its members. */
export async function newMember() {
  const { email, userId, tenantId } = await newTenant();
  const { accessToken: token, claims } = await pool.signIn(email);
  expectEqual('the tenant in the token', claims[CLAIM.tenant], tenantId);
  return { email, userId, tenantId, token };
}

export async function newTenant() {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  await putTenant(userId, TENANT_STATUS.active);
  await putMember(userId, TENANT_ROLE.admin);
  return { email, userId, tenantId: tenantIdOf(userId) };
}

/** A pending invitation, as its table has it. */
export async function putInvitation(tenantid: string, invitedby?: string): Promise<InvitationItem> {
  const time = new Date().toISOString();
  const expiresat = Math.floor(Date.now() / 1000) + 3_600;
  const Item: InvitationItem = {
    tenantid,
    invitationid: randomUUID(),
    email: 'ann@example.com',
    role: TENANT_ROLE.member,
    status: INVITATION_STATUS.pending,
    codehash: '',
    ...invitedby !== undefined && { invitedby },
    createdat: time,
    updatedat: time,
    expiresat,
    purgeat: expiresat,
  };
  await dynamodb.send(new PutCommand({ TableName: outputs.InvitationsTableName, Item }));
  return Item;
}

export async function putDevice(tenantid: string): Promise<string> {
  const deviceid = randomUUID();
  await dynamodb.send(new PutCommand({ TableName: outputs.DevicesTableName, Item: { tenantid, deviceid, name: 'Thermometer' } }));
  return deviceid;
}
