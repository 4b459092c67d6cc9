import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { USER_RECORD_ATTRIBUTE } from '../../contract/attributes';
import { recordKey } from '../shared/user-record';

export type NoteInvited = (userId: string) => Promise<void>;

/** Makes the function that notes in the record of a user that they signed up through an invitation. */
export function createNoteInvited(client: DynamoDBDocumentClient, usersTableName: string): NoteInvited {
  return async (userId) => {
    await client.send(new UpdateCommand({
      TableName: usersTableName,
      Key: recordKey(userId),
      UpdateExpression: 'SET #invited = :true',
      ExpressionAttributeNames: { '#invited': USER_RECORD_ATTRIBUTE.invited },
      ExpressionAttributeValues: { ':true': true },
    }));
  };
}
