import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { withoutConflict } from '../../aws/transaction';
import { abortAt } from '../../aws/trigger-deadline';
import { NOT_ERASED } from '../../users/erased-user';
import { recordKey } from '../../users/user-record';

/** @param deadline Latest end of the call, in milliseconds since the epoch. */
export type NoteInvited = (userId: string, deadline: number) => Promise<void>;

/** Creates the function that records in a user's record that the user signed up through an invitation. */
export function createNoteInvited(client: DynamoDBDocumentClient, usersTableName: string): NoteInvited {
  return async (userId, deadline) => {
    const abortSignal = abortAt(deadline);
    // An operator may be adding the user to a tenant at the same time, which writes the same record.
    try {
      await withoutConflict(async () => client.send(new UpdateCommand({
        TableName: usersTableName,
        Key: recordKey(userId),
        UpdateExpression: 'SET #invited = :true',
        ConditionExpression: NOT_ERASED.condition,
        ExpressionAttributeNames: { '#invited': USER_RECORD_ATTRIBUTE.invited, ...NOT_ERASED.names },
        ExpressionAttributeValues: { ':true': true },
      }), { abortSignal }));
    } catch (error) {
      // The user was erased. Nothing is recorded, and the saga creates no tenant.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
}
