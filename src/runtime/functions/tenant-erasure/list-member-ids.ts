import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { MEMBERSHIP_MARK_PREFIX, USER_ATTRIBUTE } from '../../../contract/attributes';
import type { MembersResult } from '../../../contract/deletion';
import type { TenantScope } from '../../tenants/tenant-scope';

/** Step Functions passes at most 256 KiB between states. A user id has at most 128 characters. */
const PAGE_SIZE = 500;

const MEMBERS = z.array(z.object({ userid: z.string() }));

/**
 * Returns a page of the ids of the members and of the people who have lost rights in the tenant, whose records can still contain it. Nobody joins
 * or leaves while the tenant is closing.
 */
export async function listMemberIds({ client, tables, tenantId }: TenantScope, after: string = ''): Promise<MembersResult> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tables.usersTableName,
    KeyConditionExpression: '#tenantId = :tenantId',
    ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId },
    ExpressionAttributeValues: { ':tenantId': tenantId },
    Limit: PAGE_SIZE,
    ExclusiveStartKey: after === '' ? undefined : { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: after },
    ConsistentRead: true,
  }));
  return {
    userIds: MEMBERS.parse(Items).map(({ userid }) => userIdIn(userid)),
    after: LastEvaluatedKey === undefined ? '' : String(LastEvaluatedKey[USER_ATTRIBUTE.userId]),
  };
}

/** Returns the user id in the sort key of a membership or a mark. */
function userIdIn(sortKey: string): string {
  return sortKey.startsWith(MEMBERSHIP_MARK_PREFIX) ? sortKey.slice(MEMBERSHIP_MARK_PREFIX.length) : sortKey;
}
