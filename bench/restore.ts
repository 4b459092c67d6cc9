/** Undoes the changes of a route, so that the next request does the same work. */
import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createdTenantIdOf, type Subject } from './bare-calls';
import {
  INVITATION, INVITATIONS_TABLE_NAME, INVITED, MEMBER, TENANTS_TABLE_NAME, USERS_TABLE_NAME, USER_RECORD,
} from './store/tables';

export type Restore = (rows: DynamoDBDocumentClient, subject: Subject) => Promise<unknown>;

export const restoreRecord: Restore = async (rows) => put(rows, USERS_TABLE_NAME, USER_RECORD);

export const restoreMember: Restore = async (rows, { tenantId }) => Promise.all([
  put(rows, USERS_TABLE_NAME, MEMBER),
  count(rows, tenantId, 'members', 1),
]);

export const restoreRole: Restore = async (rows, { tenantId }) => Promise.all([
  put(rows, USERS_TABLE_NAME, MEMBER),
  count(rows, tenantId, 'admins', -1),
]);

export const removeCreatedTenant: Restore = async (rows, subject) => {
  const tenantid = createdTenantIdOf(subject);
  return Promise.all([
    rows.send(new DeleteCommand({ TableName: TENANTS_TABLE_NAME, Key: { tenantid } })),
    rows.send(new DeleteCommand({ TableName: USERS_TABLE_NAME, Key: { tenantid, userid: subject.userId } })),
    restoreRecord(rows, subject),
  ]);
};

export const restoreInvitation: Restore = async (rows) => put(rows, INVITATIONS_TABLE_NAME, INVITATION);

export const removeCreatedInvitation: Restore = async (rows, { tenantId }) => {
  const { Items = [] } = await rows.send(new QueryCommand({
    TableName: INVITATIONS_TABLE_NAME,
    KeyConditionExpression: 'tenantid = :tenant',
    ProjectionExpression: 'tenantid, invitationid',
    ExpressionAttributeValues: { ':tenant': tenantId },
  }));
  return Promise.all(Items.filter(({ invitationid }) => invitationid !== INVITATION.invitationid)
    .map(async (Key) => rows.send(new DeleteCommand({ TableName: INVITATIONS_TABLE_NAME, Key }))));
};

export const leaveAcceptedTenant: Restore = async (rows, subject) => Promise.all([
  rows.send(new DeleteCommand({ TableName: USERS_TABLE_NAME, Key: { tenantid: INVITED.tenantid, userid: subject.userId } })),
  restoreRecord(rows, subject),
  put(rows, INVITATIONS_TABLE_NAME, INVITED),
  count(rows, INVITED.tenantid, 'members', -1),
]);

async function put(rows: DynamoDBDocumentClient, TableName: string, Item: object) {
  return rows.send(new PutCommand({ TableName, Item }));
}

async function count(rows: DynamoDBDocumentClient, tenantid: string, what: 'admins' | 'members', change: number) {
  return rows.send(new UpdateCommand({
    TableName: TENANTS_TABLE_NAME,
    Key: { tenantid },
    UpdateExpression: 'ADD #count :change',
    ExpressionAttributeNames: { '#count': what },
    ExpressionAttributeValues: { ':change': change },
  }));
}
