import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { InvitationKey } from './invitation-code';
import type { InvitationPage, InvitationRepresentation } from '../../contract/api';
import { INVITATION_ATTRIBUTE, INVITATION_STATUS, type InvitationItem } from '../../contract/attributes';
import { isTenantRole } from '../../contract/roles';
import { nextPage, type PageRequest } from '../http/pages';

export const INVITATION: z.ZodMiniType<InvitationItem> = z.object({
  tenantid: z.string(),
  invitationid: z.string(),
  email: z.string(),
  role: z.string().check(z.refine(isTenantRole)),
  status: z.enum(INVITATION_STATUS),
  codehash: z.string(),
  invitedby: z.optional(z.string()),
  createdat: z.string(),
  updatedat: z.string(),
  expiresat: z.int(),
  purgeat: z.int(),
});

/** Key of an invitation in its table. */
export function invitationKey({ tenantId, invitationId }: InvitationKey) {
  return { [INVITATION_ATTRIBUTE.tenantId]: tenantId, [INVITATION_ATTRIBUTE.invitationId]: invitationId };
}

export async function readInvitation(client: DynamoDBDocumentClient, tableName: string, key: InvitationKey): Promise<InvitationItem | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: invitationKey(key), ConsistentRead: true }));
  return Item && INVITATION.parse(Item);
}

/** Returns a page of the pending invitations, including expired ones, sorted by id. */
export async function listInvitations(
  client: DynamoDBDocumentClient,
  tableName: string,
  tenantId: string,
  { limit, after }: PageRequest,
): Promise<InvitationPage> {
  // One more than the limit is read, to see whether there is another page.
  const pending: InvitationItem[] = [];
  for await (const invitation of pendingInvitations(client, tableName, tenantId, after?.[0])) {
    if (pending.push(invitation) > limit) break;
  }
  const page = pending.slice(0, limit);
  return {
    invitations: page.map(invitationRepresentation),
    ...nextPage(pending.length > limit ? { ...page.at(-1) } : undefined, [INVITATION_ATTRIBUTE.invitationId]),
  };
}

/** Returns the invitations that can be accepted now. */
export async function livingInvitations(client: DynamoDBDocumentClient, tableName: string, tenantId: string): Promise<InvitationItem[]> {
  const living: InvitationItem[] = [];
  for await (const invitation of pendingInvitations(client, tableName, tenantId)) {
    if (!isExpired(invitation)) living.push(invitation);
  }
  return living;
}

/** Reads the invitations that were not accepted, declined or revoked, sorted by id. The table keeps the others for some days. */
async function* pendingInvitations(
  client: DynamoDBDocumentClient,
  tableName: string,
  tenantId: string,
  after?: string,
): AsyncGenerator<InvitationItem> {
  const pages = paginateQuery({ client, startingToken: after && invitationKey({ tenantId, invitationId: after }) }, {
    TableName: tableName,
    KeyConditionExpression: '#tenantId = :tenantId',
    FilterExpression: '#status = :pending',
    ExpressionAttributeNames: { '#tenantId': INVITATION_ATTRIBUTE.tenantId, '#status': INVITATION_ATTRIBUTE.status },
    ExpressionAttributeValues: { ':tenantId': tenantId, ':pending': INVITATION_STATUS.pending },
    ConsistentRead: true,
  });
  for await (const { Items = [] } of pages) {
    yield* z.array(INVITATION).parse(Items);
  }
}

/** Whether an invitation has expired. */
export function isExpired({ expiresat }: InvitationItem): boolean {
  return expiresat * 1000 <= Date.now();
}

export function invitationRepresentation(invitation: InvitationItem): InvitationRepresentation {
  const { invitationid, email, role, invitedby, createdat, expiresat } = invitation;
  return {
    invitationId: invitationid,
    email,
    role,
    status: isExpired(invitation) ? 'expired' : 'pending',
    ...invitedby !== undefined && { invitedBy: invitedby },
    createdAt: createdat,
    expiresAt: isoTime(expiresat),
  };
}

/** Converts seconds since the epoch to ISO 8601. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
