import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { USER_ATTRIBUTE, USER_INDEX_NAME, type UserItem } from '../../contract/attributes';
import { TENANT_ROLE } from '../../contract/roles';

/** A membership without the personal data of the member. */
export type Membership = Pick<UserItem, 'tenantid' | 'role' | 'createdat'>;

const MEMBERSHIP: z.ZodMiniType<Membership> = z.object({
  tenantid: z.string(),
  role: z.enum(TENANT_ROLE),
  createdat: z.string(),
});

/** All memberships of a user, the oldest first; those of one instant by tenant, so that the order never changes. */
export async function listMemberships(
  client: DynamoDBDocumentClient,
  usersTableName: string,
  userId: string,
): Promise<Membership[]> {
  const pages = paginateQuery({ client }, {
    TableName: usersTableName,
    IndexName: USER_INDEX_NAME,
    KeyConditionExpression: '#userId = :userId',
    ProjectionExpression: '#tenantId, #role, #createdAt',
    ExpressionAttributeNames: {
      '#userId': USER_ATTRIBUTE.userId,
      '#tenantId': USER_ATTRIBUTE.tenantId,
      '#role': USER_ATTRIBUTE.role,
      '#createdAt': USER_ATTRIBUTE.createdAt,
    },
    ExpressionAttributeValues: { ':userId': userId },
  });

  const memberships: Membership[] = [];
  for await (const { Items = [] } of pages) {
    memberships.push(...z.array(MEMBERSHIP).parse(Items));
  }
  return memberships.sort((a, b) => compare(a.createdat, b.createdat) || compare(a.tenantid, b.tenantid));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
