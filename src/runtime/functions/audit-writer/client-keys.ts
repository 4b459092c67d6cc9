import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ACTOR_TYPE } from '../../../contract/actor';
import { USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { AUDIT_ACTION, type AuditRecord } from '../../../contract/audit';
import { createClientKeys } from '../../audit/client-details';
import { withoutConflict } from '../../aws/transaction';
import { NOT_ERASED } from '../../users/erased-user';
import { recordKey } from '../../users/user-record';

/** Gives a user the keys for client details. A user who has some keeps them. */
export type ProvideClientKeys = (userId: string) => Promise<void>;

/** New members, who may soon change something. */
const JOINED: readonly string[] = [AUDIT_ACTION.tenantCreated, AUDIT_ACTION.memberAdded];

/** Returns the users who may have no keys: new members, and those whose change has no client details. */
export function usersWithoutKeys(records: readonly AuditRecord[]): string[] {
  const userIds = records.flatMap(({ action, actor, targets, context }) => [
    ...actor?.type === ACTOR_TYPE.user && context.sealedClient === undefined ? [actor.id] : [],
    ...JOINED.includes(action) ? targets.filter(({ type }) => type === 'user').map(({ id }) => id) : [],
  ]);
  return [...new Set(userIds)];
}

export function createProvideClientKeys(client: DynamoDBDocumentClient, usersTableName: string): ProvideClientKeys {
  return async (userId) => {
    const { sealingKey, openingKey } = await createClientKeys();
    try {
      await withoutConflict(async () => client.send(new UpdateCommand({
        TableName: usersTableName,
        Key: recordKey(userId),
        UpdateExpression: 'SET #sealingKey = :sealingKey, #openingKey = :openingKey',
        // A member whom the application has added itself has no record yet.
        ConditionExpression: `attribute_not_exists(#sealingKey) AND ${NOT_ERASED.condition}`,
        ExpressionAttributeNames: {
          ...NOT_ERASED.names,
          '#sealingKey': USER_RECORD_ATTRIBUTE.sealingKey,
          '#openingKey': USER_RECORD_ATTRIBUTE.openingKey,
        },
        ExpressionAttributeValues: { ':sealingKey': sealingKey, ':openingKey': openingKey },
      })));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
}
