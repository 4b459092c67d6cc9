import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { INVITATION_ATTRIBUTE, NOTICE_MARK_PREFIX, TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';
import { transact, type TransactionStep } from '../../aws/transaction';
import type { InvitationScope } from '../../invitations/invitation-writes';

/** A dead letter of the event can be repaired for 14 days. */
const KEPT_SECONDS = 15 * 24 * 60 * 60;

/** A tenant whose admins are notified. */
export type NoticeScope = Omit<InvitationScope, 'actor'>;

/** Whether an admin was notified of an event before. */
export async function isNotified({ client, tables, tenantId }: NoticeScope, eventId: string, userId: string): Promise<boolean> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.invitationsTableName, Key: markKey(tenantId, eventId, userId), ConsistentRead: true,
  }));
  return Item !== undefined;
}

/**
 * Notes that an admin was notified of an event. The mark is written after the email is sent. So an admin gets the email at least once, and again
 * only if the function ends between the two, or two calls for the same event run at the same moment. Once the deletion of the tenant has begun, no
 * mark is written, because it would be left over.
 */
export async function markNotified({ client, tables, tenantId }: NoticeScope, eventId: string, userId: string): Promise<void> {
  const purgeAt = Math.floor(Date.now() / 1_000) + KEPT_SECONDS;
  const isNotBeingDeleted: TransactionStep = {
    item: {
      ConditionCheck: {
        TableName: tables.tenantsTableName,
        Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
        ConditionExpression: 'attribute_not_exists(#startedAt) AND #status <> :deleted',
        ExpressionAttributeNames: { '#startedAt': TENANT_ATTRIBUTE.deletionStartedAt, '#status': TENANT_ATTRIBUTE.status },
        ExpressionAttributeValues: { ':deleted': TENANT_STATUS.deleted },
      },
    },
    refusal: () => new DeletionStartedError(),
  };
  const mark: TransactionStep = {
    item: {
      Put: { TableName: tables.invitationsTableName, Item: { ...markKey(tenantId, eventId, userId), [INVITATION_ATTRIBUTE.purgeAt]: purgeAt } },
    },
    refusal: () => new Error('A mark has no condition.'),
  };
  try {
    await transact(client, [isNotBeingDeleted, mark]);
  } catch (error) {
    if (!(error instanceof DeletionStartedError)) throw error;
  }
}

class DeletionStartedError extends Error {}

/** The key contains a digest of both ids. The second id has no space, so different ids have different digests. */
function markKey(tenantId: string, eventId: string, userId: string) {
  const digest = createHash('sha256').update(`${eventId} ${userId}`).digest('hex');
  return { [INVITATION_ATTRIBUTE.tenantId]: tenantId, [INVITATION_ATTRIBUTE.invitationId]: `${NOTICE_MARK_PREFIX}${digest}` };
}
