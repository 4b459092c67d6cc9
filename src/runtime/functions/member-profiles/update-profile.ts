import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { SYSTEM_PART } from '../../../contract/actor';
import { emailKey, MEMBERSHIP_ORIGIN, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { profileDigest } from '../../../contract/profile-digest';
import { BATCH_SIZE, batchGet } from '../../aws/batch-get';
import { withoutConflict } from '../../aws/transaction';
import { readUserTenants } from '../../members/memberships';
import { systemActor } from '../../tenants/actor';
import { changedBy } from '../../tenants/changed-by';
import { NOT_ERASED } from '../../users/erased-user';
import { type Profile, profileOf, userIdOf } from '../../users/user-attributes';
import type { PoolUser } from '../../users/user-directory';
import { recordKey } from '../../users/user-record';

const MEMBERSHIP = z.object({ tenantid: z.string(), origin: z.optional(z.string()) });

type Membership = z.infer<typeof MEMBERSHIP>;

/**
 * Memberships whose name and address are from the pool. For others, an operator or a script of the application may have set a name that the
 * pool does not have.
 */
const FROM_THE_POOL: readonly unknown[] = [MEMBERSHIP_ORIGIN.signUp, MEMBERSHIP_ORIGIN.creation, MEMBERSHIP_ORIGIN.invitation];

/**
 * Copies name and address of a user from the pool to all memberships of the user, and then records that in the user's record. After a
 * failure in between, the record is unchanged, so the next sign-in publishes the change again.
 *
 * No membership is created, and no membership gets an older profile than it has.
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
    ConditionExpression: `${NOT_ERASED.condition} AND (attribute_not_exists(#profileAt) OR #profileAt <= :at)`,
    ExpressionAttributeNames: {
      ...NOT_ERASED.names,
      '#profile': USER_RECORD_ATTRIBUTE.profile,
      '#profileJoins': USER_RECORD_ATTRIBUTE.profileJoins,
      '#profileAt': USER_RECORD_ATTRIBUTE.profileAt,
    },
    // The count from before the memberships were read. A later membership makes `joins` differ from it, so its profile is not trusted.
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
  /** Time at which the pool last changed the user; ISO 8601, UTC. */
  readonly at: string;
}

async function updateMembership(
  client: DynamoDBDocumentClient, usersTableName: string, { userId, membership: { tenantid, origin }, profile, at }: MembershipUpdate,
): Promise<void> {
  const values: Record<string, unknown> = {
    ...(profile.isNamed || FROM_THE_POOL.includes(origin)) && { name: profile.name },
    // Keys of an index cannot be empty, so the membership of a user without a verified address keeps its address.
    ...profile.email !== '' && { email: profile.email, emailKey: emailKey(profile.email) },
    profileAt: at,
    changedBy: changedBy({ actor: systemActor(SYSTEM_PART.memberProfiles) }),
  };
  const fields = Object.keys(values);
  const differences = ['name', 'email'].filter((field) => field in values).map((field) => `#${field} <> :${field}`);
  await unlessRefused(async () => client.send(new UpdateCommand({
    TableName: usersTableName,
    Key: { [USER_ATTRIBUTE.tenantId]: tenantid, [USER_ATTRIBUTE.userId]: userId },
    UpdateExpression: `SET ${fields.map((field) => `#${field} = :${field}`).join(', ')}`,
    // The condition keeps a member who was removed in the meantime from coming back.
    ConditionExpression: `attribute_exists(#tenantId) AND (${[
      'attribute_not_exists(#profileAt)',
      '#profileAt < :profileAt',
      // Two changes within a millisecond have the same time. The profile that is read later wins.
      ...differences.map((difference) => `(#profileAt = :profileAt AND ${difference})`),
    ].join(' OR ')})`,
    ExpressionAttributeNames: {
      '#tenantId': USER_ATTRIBUTE.tenantId,
      ...Object.fromEntries(fields.map((field) => [`#${field}`, USER_ATTRIBUTE[field as keyof typeof USER_ATTRIBUTE]])),
    },
    ExpressionAttributeValues: Object.fromEntries(fields.map((field) => [`:${field}`, values[field]])),
  })));
}

/** Runs a write, and ignores that its condition did not hold. */
async function unlessRefused(write: () => Promise<unknown>): Promise<void> {
  try {
    await withoutConflict(write);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
