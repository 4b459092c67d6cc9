import { type MarkedChange, MEMBERSHIP_MARK_ATTRIBUTE, membershipMarkKey, USER_ATTRIBUTE, type UserItem } from '../../contract/attributes';
import type { TransactionStep } from '../aws/transaction';
import type { TenantScope } from '../tenants/tenant-scope';

interface Person {
  readonly tenantId: string;
  readonly userId: string;
}

/** A membership that ends, or whose role changes, as it is before. */
export type LosingMember = Pick<UserItem, 'userid' | 'role' | 'createdat'>;

/** Writes a mark: a person has lost rights in the tenant through this actor, now. It replaces the mark of an earlier loss. */
export function markLoss(
  { tables, tenantId, actor, requestId, sealedClient }: TenantScope, { userid: userId, role, createdat }: LosingMember, change: MarkedChange,
): TransactionStep {
  const values = {
    change,
    actorType: actor.type,
    actorId: actor.id,
    at: new Date().toISOString(),
    role,
    joinedAt: createdat,
    ...requestId !== undefined && { requestId },
    ...sealedClient !== undefined && { sealedClient },
  };
  const absent = (['requestId', 'sealedClient'] as const).filter((field) => !(field in values)).map((field) => `#${field}`);
  const fields = Object.keys(values) as Array<keyof typeof values>;
  return {
    item: {
      Update: {
        TableName: tables.usersTableName,
        Key: markKey({ tenantId, userId }),
        UpdateExpression: `SET ${fields.map((field) => `#${field} = :${field}`).join(', ')}${absent.length === 0 ? '' : ` REMOVE ${absent.join(', ')}`}`,
        ExpressionAttributeNames: Object.fromEntries(Object.entries(MEMBERSHIP_MARK_ATTRIBUTE).map(([field, name]) => [`#${field}`, name])),
        ExpressionAttributeValues: Object.fromEntries(fields.map((field) => [`:${field}`, values[field]])),
      },
    },
    refusal: () => new Error('A mark is written without a condition, but DynamoDB reported a failed condition.'),
  };
}

/**
 * Requires that a person has not lost rights in a tenant since a time.
 *
 * @param since ISO 8601, UTC
 */
export function noLossSince(usersTableName: string, person: Person, since: string, refusal: () => Error): TransactionStep {
  return {
    item: {
      ConditionCheck: {
        TableName: usersTableName,
        Key: markKey(person),
        ConditionExpression: 'attribute_not_exists(#tenantId) OR #at < :since',
        ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId, '#at': MEMBERSHIP_MARK_ATTRIBUTE.at },
        ExpressionAttributeValues: { ':since': since },
      },
    },
    refusal,
  };
}

function markKey({ tenantId, userId }: Person) {
  return { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: membershipMarkKey(userId) };
}
