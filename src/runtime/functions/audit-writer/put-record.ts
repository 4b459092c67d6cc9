import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { AUDIT_ATTRIBUTE } from '../../../contract/audit';
import { itemOf, type TenantAuditRecord } from '../../audit/stored-record';

/** Writes a record. A record that exists already stays as it is. */
export type PutRecord = (record: TenantAuditRecord) => Promise<void>;

export function createPutRecord(client: DynamoDBDocumentClient, tableName: string, retentionDays: number): PutRecord {
  return async (record) => {
    try {
      await client.send(new PutCommand({
        TableName: tableName,
        Item: itemOf(record, retentionDays),
        ConditionExpression: 'attribute_not_exists(#tenantId)',
        ExpressionAttributeNames: { '#tenantId': AUDIT_ATTRIBUTE.tenantId },
      }));
    } catch (error) {
      // The stream has delivered the change before.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
}
