import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { auditCsv } from './audit-csv';
import type { SourcePage } from './source-page';
import type { InvitationRepresentation } from '../../../contract/api';
import { INVITATION_ATTRIBUTE, INVITATION_STATUS, TENANT_ATTRIBUTE, USER_ATTRIBUTE } from '../../../contract/attributes';
import { AUDIT_ATTRIBUTE } from '../../../contract/audit';
import { recordOf } from '../../audit/stored-record';
import { INVITATION, invitationRepresentation } from '../../invitations/invitation-items';
import { membersOf } from '../../members/member-query';
import { MEMBER, memberRepresentation } from '../../members/members';
import { tenantRepresentation } from '../../tenants/tenant-response';
import { TENANT } from '../../tenants/tenants';

/** Reads the tenant itself, as the API returns it. */
export async function readTenant(client: DynamoDBDocumentClient, tableName: string, tenantId: string): Promise<SourcePage> {
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId }, ConsistentRead: true }));
  return { lines: linesOf([tenantRepresentation(TENANT.parse(Item))]) };
}

/** Reads a page of the members, as the API returns them. */
export async function readMembers(client: DynamoDBDocumentClient, tableName: string, tenantId: string, cursor?: string): Promise<SourcePage> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tableName,
    ...membersOf(tenantId),
    ConsistentRead: true,
    ExclusiveStartKey: cursor === undefined ? undefined : { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: cursor },
  }));
  const members = z.array(MEMBER).parse(Items).map(memberRepresentation);
  return { lines: linesOf(members), next: LastEvaluatedKey?.[USER_ATTRIBUTE.userId] as string | undefined };
}

/** An invitation in an export. Unlike in the API, it can be accepted, declined or revoked. */
type ExportedInvitation = Omit<InvitationRepresentation, 'status'> & { readonly status: string };

/** Reads a page of all invitations, without the digests of their codes. */
export async function readInvitations(client: DynamoDBDocumentClient, tableName: string, tenantId: string, cursor?: string): Promise<SourcePage> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: '#tenantId = :tenantId',
    // Counts of mails are in the same partition, and have no status.
    FilterExpression: 'attribute_exists(#status)',
    ExpressionAttributeNames: { '#tenantId': INVITATION_ATTRIBUTE.tenantId, '#status': INVITATION_ATTRIBUTE.status },
    ExpressionAttributeValues: { ':tenantId': tenantId },
    ConsistentRead: true,
    ExclusiveStartKey: cursor === undefined ? undefined : { [INVITATION_ATTRIBUTE.tenantId]: tenantId, [INVITATION_ATTRIBUTE.invitationId]: cursor },
  }));
  const invitations = z.array(INVITATION).parse(Items).map((invitation): ExportedInvitation => {
    const representation = invitationRepresentation(invitation);
    return invitation.status === INVITATION_STATUS.pending ? representation : { ...representation, status: invitation.status };
  });
  return { lines: linesOf(invitations), next: LastEvaluatedKey?.[INVITATION_ATTRIBUTE.invitationId] as string | undefined };
}

/** Reads a page of the audit log, oldest first. */
export async function readAuditLog(client: DynamoDBDocumentClient, tableName: string, tenantId: string, cursor?: string): Promise<SourcePage> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: '#tenantId = :tenantId',
    ExpressionAttributeNames: { '#tenantId': AUDIT_ATTRIBUTE.tenantId },
    ExpressionAttributeValues: { ':tenantId': tenantId },
    ConsistentRead: true,
    ExclusiveStartKey: cursor === undefined ? undefined : { [AUDIT_ATTRIBUTE.tenantId]: tenantId, [AUDIT_ATTRIBUTE.recordId]: cursor },
  }));
  const records = Items.map(recordOf);
  return { lines: linesOf(records), csv: auditCsv(records), next: LastEvaluatedKey?.[AUDIT_ATTRIBUTE.recordId] as string | undefined };
}

function linesOf(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(row));
}
