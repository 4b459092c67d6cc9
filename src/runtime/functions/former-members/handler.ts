import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import type { FormerMembersRequest } from '../../../contract/deletion';
import { isIdentifier, TENANT_ID } from '../../../contract/identifiers';
import { withoutConflict } from '../../aws/transaction';
import { recordKey } from '../../users/user-record';

export interface FormerMembersHandlerProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly usersTableName: string;
}

/** Number of records that are written at the same time. */
const AT_A_TIME = 20;

/**
 * Removes a tenant from the records of its members. The records are in other partitions than the tenant, so this is a function of its own: it can
 * write records of users, and no memberships.
 */
export function createHandler({ documentClient, usersTableName }: FormerMembersHandlerProps) {
  return async ({ tenantId, userIds }: FormerMembersRequest): Promise<void> => {
    if (!isIdentifier(TENANT_ID, tenantId)) {
      throw new Error('The tenant id in the request is invalid.');
    }
    for (let start = 0; start < userIds.length; start += AT_A_TIME) {
      await Promise.all(userIds.slice(start, start + AT_A_TIME).map(async (userId) => forgetTenant(userId, tenantId)));
    }
  };

  async function forgetTenant(userId: string, tenantId: string): Promise<void> {
    await update(userId, {
      UpdateExpression: 'DELETE #tenants :tenant',
      ConditionExpression: 'contains(#tenants, :tenantId)',
      ExpressionAttributeNames: { '#tenants': USER_RECORD_ATTRIBUTE.tenants },
      ExpressionAttributeValues: { ':tenant': new Set([tenantId]), ':tenantId': tenantId },
    });
    await update(userId, {
      UpdateExpression: 'REMOVE #activeTenant',
      ConditionExpression: '#activeTenant = :tenantId',
      ExpressionAttributeNames: { '#activeTenant': USER_RECORD_ATTRIBUTE.activeTenant },
      ExpressionAttributeValues: { ':tenantId': tenantId },
    });
  }

  /** Updates the record of a user if the condition holds. Otherwise, there is nothing to remove. */
  async function update(userId: string, expressions: object): Promise<void> {
    try {
      const input = { TableName: usersTableName, Key: recordKey(userId), ...expressions };
      await withoutConflict(async () => documentClient.send(new UpdateCommand(input)));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
