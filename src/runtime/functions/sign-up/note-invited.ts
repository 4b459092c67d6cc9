import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { withoutConflict } from '../../aws/transaction';
import { abortAt } from '../../aws/trigger-deadline';
import { recordKey } from '../../users/user-record';

/** @param deadline When it ends at the latest, in milliseconds since the epoch. */
export type NoteInvited = (userId: string, deadline: number) => Promise<void>;

/** Makes the function that notes in the record of a user that they signed up through an invitation. */
export function createNoteInvited(client: DynamoDBDocumentClient, usersTableName: string): NoteInvited {
  return async (userId, deadline) => {
    const abortSignal = abortAt(deadline);
    // An admin may be adding the user to a tenant, which writes the same record.
    await withoutConflict(async () => client.send(new UpdateCommand({
      TableName: usersTableName,
      Key: recordKey(userId),
      UpdateExpression: 'SET #invited = :true',
      ExpressionAttributeNames: { '#invited': USER_RECORD_ATTRIBUTE.invited },
      ExpressionAttributeValues: { ':true': true },
    }), { abortSignal }));
  };
}
