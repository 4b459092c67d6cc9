import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { USER_ATTRIBUTE, type UserRecord, userRecordKey } from '../../contract/attributes';

const RECORD: z.ZodMiniType<UserRecord> = z.object({
  tenants: z.optional(z.set(z.string())),
  activetenant: z.optional(z.string()),
  invited: z.optional(z.literal(true)),
  joins: z.optional(z.number()),
  profile: z.optional(z.string()),
  profilejoins: z.optional(z.number()),
  erasedat: z.optional(z.string()),
});

/** Key of a user's record in the users table. */
export function recordKey(userId: string) {
  return { [USER_ATTRIBUTE.tenantId]: userRecordKey(userId), [USER_ATTRIBUTE.userId]: userRecordKey(userId) };
}

/** Reads the record of a user; empty for a user without a record. */
export async function readUserRecord(client: DynamoDBDocumentClient, usersTableName: string, userId: string): Promise<UserRecord> {
  const { Item } = await client.send(new GetCommand({ TableName: usersTableName, Key: recordKey(userId), ConsistentRead: true }));
  return parseUserRecord(Item);
}

/** Returns the record in an item of the users table; empty for a user without a record. */
export function parseUserRecord(item: unknown): UserRecord {
  return item === undefined ? {} : RECORD.parse(item);
}

/** Returns the digest of the name and address of all memberships of a user; nothing if the memberships may differ from each other. */
export function currentProfile({ joins = 0, profile, profilejoins }: UserRecord): string | undefined {
  return profilejoins === joins ? profile : undefined;
}
