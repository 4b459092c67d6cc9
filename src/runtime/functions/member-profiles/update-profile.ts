import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { emailKey, MEMBERSHIP_ORIGIN, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { profileDigest } from '../../../contract/profile-digest';
import { BATCH_SIZE, batchGet } from '../../aws/batch-get';
import { withoutConflict } from '../../aws/transaction';
import { readUserTenants } from '../../members/memberships';
import { type Profile, profileOf, userIdOf } from '../../users/user-attributes';
import type { PoolUser } from '../../users/user-directory';
import { recordKey } from '../../users/user-record';

const MEMBERSHIP = z.object({ tenantid: z.string(), origin: z.optional(z.string()) });

type Membership = z.infer<typeof MEMBERSHIP>;

/** Memberships whose name and address the pool has said. An operator, or a script of the application, may know them better than a pool that has none. */
const FROM_THE_POOL: readonly unknown[] = [MEMBERSHIP_ORIGIN.signUp, MEMBERSHIP_ORIGIN.creation, MEMBERSHIP_ORIGIN.invitation];

/**
 * Writes what the pool says of a user into all of their memberships, and then notes in the user's record that it is done: a failure in between leaves the
 * record as it was, so the next sign-in asks for it again.
 *
 * No membership is created, and none gets an older profile than it has.
 */
export async function updateProfile(client: DynamoDBDocumentClient, usersTableName: string, user: PoolUser): Promise<void> {
  const userId = userIdOf(user.attributes);
  const profile = profileOf(user.userName, user.attributes);
  const { record, tenantIds } = await readUserTenants(client, usersTableName, userId);
  for (const membership of await readMemberships(client, usersTableName, userId, tenantIds)) {
    await updateMembership(client, usersTableName, { userId, membership, profile, at: user.changedAt });
  }
  await unlessRefused(async () => client.send(new UpdateCommand({
    TableName: usersTableName,
    Key: recordKey(userId),
    UpdateExpression: 'SET #profile = :profile, #profileJoins = :joins, #profileAt = :at',
    ConditionExpression: 'attribute_not_exists(#profileAt) OR #profileAt <= :at',
    ExpressionAttributeNames: {
      '#profile': USER_RECORD_ATTRIBUTE.profile, '#profileJoins': USER_RECORD_ATTRIBUTE.profileJoins, '#profileAt': USER_RECORD_ATTRIBUTE.profileAt,
    },
    // As it was before the memberships were read: a later one says by the count that it may not have this profile.
    ExpressionAttributeValues: { ':profile': profileDigest(userId, profile), ':joins': record.joins ?? 0, ':at': user.changedAt },
  })));
}

async function readMemberships(
  client: DynamoDBDocumentClient, usersTableName: string, userId: string, tenantIds: readonly string[],
): Promise<Membership[]> {
  const memberships: Membership[] = [];
  for (let start = 0; start < tenantIds.length; start += BATCH_SIZE) {
    const { [usersTableName]: rows } = await batchGet(client, {
      [usersTableName]: {
        Keys: tenantIds.slice(start, start + BATCH_SIZE)
          .map((tenantId) => ({ [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId })),
        ConsistentRead: true,
        ProjectionExpression: '#tenantId, #origin',
        ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId, '#origin': USER_ATTRIBUTE.origin },
      },
    });
    memberships.push(...z.array(MEMBERSHIP).parse(rows));
  }
  return memberships;
}

interface MembershipUpdate {
  readonly userId: string;
  readonly membership: Membership;
  readonly profile: Profile;
  /** When the pool last changed the user; ISO 8601, UTC. */
  readonly at: string;
}

async function updateMembership(
  client: DynamoDBDocumentClient, usersTableName: string, { userId, membership: { tenantid, origin }, profile, at }: MembershipUpdate,
): Promise<void> {
  const values: Record<string, string> = {
    ...(profile.isNamed || FROM_THE_POOL.includes(origin)) && { name: profile.name },
    // Keys of an index cannot be empty, so a user without a proved address keeps the one that is there.
    ...profile.email !== '' && { email: profile.email, emailKey: emailKey(profile.email) },
    profileAt: at,
  };
  const fields = Object.keys(values);
  const differences = ['name', 'email'].filter((field) => field in values).map((field) => `#${field} <> :${field}`);
  await unlessRefused(async () => client.send(new UpdateCommand({
    TableName: usersTableName,
    Key: { [USER_ATTRIBUTE.tenantId]: tenantid, [USER_ATTRIBUTE.userId]: userId },
    UpdateExpression: `SET ${fields.map((field) => `#${field} = :${field}`).join(', ')}`,
    // A member who was removed in the meantime does not come back.
    ConditionExpression: `attribute_exists(#tenantId) AND (${[
      'attribute_not_exists(#profileAt)',
      '#profileAt < :profileAt',
      // Of two changes within a millisecond, the one that is read later is the later one.
      ...differences.map((difference) => `(#profileAt = :profileAt AND ${difference})`),
    ].join(' OR ')})`,
    ExpressionAttributeNames: {
      '#tenantId': USER_ATTRIBUTE.tenantId,
      ...Object.fromEntries(fields.map((field) => [`#${field}`, USER_ATTRIBUTE[field as keyof typeof USER_ATTRIBUTE]])),
    },
    ExpressionAttributeValues: Object.fromEntries(fields.map((field) => [`:${field}`, values[field]])),
  })));
}

/** Writes, unless the condition says that there is nothing to write. */
async function unlessRefused(write: () => Promise<unknown>): Promise<void> {
  try {
    await withoutConflict(write);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
