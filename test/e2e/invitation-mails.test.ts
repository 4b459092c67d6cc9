import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './support/engine';
import { ACTOR_TYPE } from '../../src/contract/actor';
import { createInvitation, type InvitationScope, resendInvitation, revokeInvitation } from '../../src/runtime/invitations/invitation-writes';

/** The writes of the functions with configured mails, on the tables of the deployment: each new code is one mail. */
const TABLES = {
  tenantsTableName: outputs.TenantsTableName, usersTableName: outputs.UsersTableName, invitationsTableName: outputs.InvitationsTableName,
};
const LIMITS = { invitationsPerTenant: 100, mailsPerTenantAndDay: 6 };
const EMAIL = 'stranger@example.com';
const terms = (email = EMAIL) => ({ email, role: 'member', days: 7 });

async function newScope(): Promise<InvitationScope> {
  const tenantId = randomUUID();
  const at = new Date().toISOString();
  await dynamodb.send(new PutCommand({
    TableName: TABLES.tenantsTableName,
    Item: { tenantid: tenantId, name: 'Acme', status: 'active', version: 1, ownerid: 'nobody', createdat: at, updatedat: at },
  }));
  return { client: dynamodb, tables: TABLES, tenantId, actor: { type: ACTOR_TYPE.operator, id: 'arn' } };
}

/** The outcomes of requests: `mailed`, or the limit that refused them. */
async function outcomes(requests: ReadonlyArray<Promise<unknown>>): Promise<string[]> {
  return Promise.all(requests.map(async (request) =>
    request.then(() => 'mailed', (error: { limit?: { name: string }; message: string }) => error.limit?.name ?? error.message)));
}

/** Dates the last mail to each address of a tenant five minutes back. */
async function waitFiveMinutes({ tenantId }: InvitationScope): Promise<void> {
  const { Items = [] } = await dynamodb.send(new QueryCommand({
    TableName: TABLES.invitationsTableName,
    KeyConditionExpression: 'tenantid = :tenantId AND begins_with(invitationid, :prefix)',
    ExpressionAttributeValues: { ':tenantId': tenantId, ':prefix': '@' },
    ConsistentRead: true,
  }));
  for (const { tenantid, invitationid, lastmailat } of Items) {
    await dynamodb.send(new UpdateCommand({
      TableName: TABLES.invitationsTableName,
      Key: { tenantid, invitationid },
      UpdateExpression: 'SET lastmailat = :earlier',
      ExpressionAttributeValues: { ':earlier': lastmailat - 300 },
    }));
  }
}

test('an address gets at most one mail in five minutes, even with concurrent requests', async () => {
  const scope = await newScope();
  const { invitation: { invitationid } } = await createInvitation(scope, LIMITS, terms());
  await waitFiveMinutes(scope);

  const results = await outcomes(Array.from({ length: 8 }, async () => resendInvitation(scope, LIMITS, invitationid)));

  expect(results.filter((result) => result === 'mailed')).toHaveLength(1);
  expect(new Set(results)).toEqual(new Set(['mailed', 'mailInterval']));
});

test('revoking and inviting again does not reset the limit: the sixth mail to an address is refused', async () => {
  const scope = await newScope();
  const mailed = [];
  for (let round = 0; round < 7; round++) {
    const invite = async () => {
      const { invitation } = await createInvitation(scope, LIMITS, terms(round % 2 === 0 ? EMAIL : EMAIL.toUpperCase()));
      expect(await outcomes([resendInvitation(scope, LIMITS, invitation.invitationid)])).not.toEqual(['mailed']);
      await revokeInvitation(scope, invitation.invitationid);
    };
    mailed.push(...await outcomes([invite()]));
    await waitFiveMinutes(scope);
  }

  expect(mailed).toEqual([...Array(5).fill('mailed'), 'mailsPerAddress', 'mailsPerAddress']);
});

test('a tenant cannot exceed its limit of mails per day, even with concurrent requests', async () => {
  const scope = await newScope();
  const invite = async () => createInvitation(scope, LIMITS, terms(`${randomUUID()}@example.com`));
  const results = [];
  for (let round = 0; round < 3; round++) results.push(...await outcomes([invite(), invite(), invite(), invite()]));

  expect(results.filter((result) => result === 'mailed')).toHaveLength(LIMITS.mailsPerTenantAndDay);
  expect(new Set(results)).toEqual(new Set(['mailed', 'mailsPerTenantAndDay']));
});
