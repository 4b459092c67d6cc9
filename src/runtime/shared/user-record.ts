import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { USER_ATTRIBUTE, type UserRecord, userRecordKey } from '../../contract/attributes';

const RECORD: z.ZodMiniType<UserRecord> = z.object({
  tenants: z.optional(z.set(z.string())),
  activetenant: z.optional(z.string()),
  invited: z.optional(z.literal(true)),
});

/** Key of a user's record in the users table. */
export function recordKey(userId: string) {
  return { [USER_ATTRIBUTE.tenantId]: userRecordKey(userId), [USER_ATTRIBUTE.userId]: userRecordKey(userId) };
}

/** What is noted of a user, apart from memberships; empty for a user of whom nothing is. */
export async function readUserRecord(client: DynamoDBDocumentClient, usersTableName: string, userId: string): Promise<UserRecord> {
  const { Item } = await client.send(new GetCommand({ TableName: usersTableName, Key: recordKey(userId), ConsistentRead: true }));
  return Item === undefined ? {} : RECORD.parse(Item);
}
