import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type ListedMembership, readMemberships, readUserTenants } from './memberships';
import type { TableNames } from '../environment/tables';
import { refusal } from '../library/problem';
import type { ScopedClients } from '../library/scoped-clients';
import { requireNotErased } from '../users/erased-user';

export interface OwnMembershipProps {
  readonly tables: TableNames;
  /** Clients that can access the rows of one tenant. */
  readonly tenantRows: ScopedClients<DynamoDBDocumentClient>;
}

/** Reads the membership of a user with the credentials of its tenant. The list is empty for a user who is not a member. */
export async function readOwnMembership({ tables, tenantRows }: OwnMembershipProps, userId: string, tenantId: string): Promise<ListedMembership[]> {
  return readMemberships(tenantRows.forId(tenantId), tables, userId, [tenantId]);
}

/**
 * Reads the membership of a user in a tenant that the request names. The tenant is used only if the user's own rows name it too.
 *
 * @param userRows Client that can access the rows of the user.
 * @throws ProblemError 403 if the user was erased, 404 if the user is not a member of the tenant
 */
export async function requireOwnMembership(
  props: OwnMembershipProps,
  userRows: DynamoDBDocumentClient,
  { userId, tenantId }: { readonly userId: string; readonly tenantId: string },
): Promise<ListedMembership> {
  const { record, tenantIds } = await readUserTenants(userRows, props.tables.usersTableName, userId);
  requireNotErased(record);
  const [membership] = tenantIds.includes(tenantId) ? await readOwnMembership(props, userId, tenantId) : [];
  if (membership === undefined) {
    throw refusal(404, 'notMember', 'You are not a member of this tenant.');
  }
  return membership;
}
