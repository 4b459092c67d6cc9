import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { membersOf } from './member-query';
import { TENANT_ATTRIBUTE, USER_ATTRIBUTE } from '../../contract/attributes';
import { TENANT_ROLE } from '../../contract/roles';
import { transact, type TransactionStep, withoutConflict } from '../aws/transaction';
import type { TenantScope } from '../tenants/tenant-scope';

/** The tenant's row has no counts of members and admins, because this library did not write it. */
export class MembersNotCountedError extends Error {
  constructor() {
    super('The members of the tenant have not been counted.');
    this.name = 'MembersNotCountedError';
  }
}

/**
 * Runs a transaction that changes the memberships of a tenant. If the tenant's row has no counts yet, it counts the members first.
 *
 * Every step that writes the tenant's row must fail with a {@link MembersNotCountedError} for a row without counts. So nothing can change the
 * memberships while they are counted.
 */
export async function transactCounted(scope: TenantScope, steps: readonly TransactionStep[]): Promise<void> {
  try {
    await transact(scope.client, steps);
  } catch (error) {
    if (!(error instanceof MembersNotCountedError)) throw error;
    await countMembers(scope);
    await transact(scope.client, steps);
  }
}

/** The counts in the row of a tenant. A row that this library did not write has none. */
export interface MemberCounts {
  readonly members?: number;
  readonly admins?: number;
}

/**
 * Counts the members of a tenant, and writes the counts to its row.
 *
 * @param known The counts in the row. If they have changed since, nothing is written.
 */
export async function countMembers({ client, tables, tenantId }: TenantScope, known: MemberCounts = {}): Promise<void> {
  const ofTenant = membersOf(tenantId);
  const pages = paginateQuery({ client }, {
    TableName: tables.usersTableName,
    ...ofTenant,
    ProjectionExpression: '#role',
    ExpressionAttributeNames: { ...ofTenant.ExpressionAttributeNames, '#role': USER_ATTRIBUTE.role },
    ConsistentRead: true,
  });
  let members = 0;
  let admins = 0;
  for await (const { Items = [] } of pages) {
    members += Items.length;
    admins += Items.filter(({ [USER_ATTRIBUTE.role]: role }) => role === TENANT_ROLE.admin).length;
  }
  const isCounted = known.members !== undefined;
  try {
    await withoutConflict(async () => client.send(new UpdateCommand({
      TableName: tables.tenantsTableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
      UpdateExpression: 'SET #members = :members, #admins = :admins',
      ConditionExpression: `attribute_exists(#tenantId) AND ${isCounted ? '#members = :knownMembers AND #admins = :knownAdmins' : 'attribute_not_exists(#members)'}`,
      ExpressionAttributeNames: {
        '#tenantId': TENANT_ATTRIBUTE.tenantId, '#members': TENANT_ATTRIBUTE.memberCount, '#admins': TENANT_ATTRIBUTE.adminCount,
      },
      ExpressionAttributeValues: {
        ':members': members, ':admins': admins, ...isCounted && { ':knownMembers': known.members, ':knownAdmins': known.admins },
      },
    })));
  } catch (error) {
    // Another request has counted them in the meantime.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
