import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { USER_ATTRIBUTE } from '../../../contract/attributes';
import type { MembersResult } from '../../../contract/deletion';
import { membersOf } from '../../members/member-query';
import type { TenantScope } from '../../tenants/tenant-scope';

/** Step Functions passes at most 256 KiB between states. A user id has at most 128 characters. */
const PAGE_SIZE = 500;

const MEMBERS = z.array(z.object({ userid: z.string() }));

/** Returns a page of the ids of the members. No member joins or leaves while the tenant is closing. */
export async function listMemberIds({ client, tables, tenantId }: TenantScope, after: string = ''): Promise<MembersResult> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tables.usersTableName,
    ...membersOf(tenantId),
    Limit: PAGE_SIZE,
    ExclusiveStartKey: after === '' ? undefined : { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: after },
    ConsistentRead: true,
  }));
  return {
    userIds: MEMBERS.parse(Items).map(({ userid }) => userid),
    after: LastEvaluatedKey === undefined ? '' : String(LastEvaluatedKey[USER_ATTRIBUTE.userId]),
  };
}
