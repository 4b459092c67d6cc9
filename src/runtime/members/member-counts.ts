import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { membersOf } from './member-query';
import { TENANT_ATTRIBUTE, USER_ATTRIBUTE } from '../../contract/attributes';
import { TENANT_ROLE } from '../../contract/roles';
import { transact, type TransactionStep, withoutConflict } from '../aws/transaction';
import type { TenantScope } from '../tenants/tenant-scope';

/** The tenant's row does not say how many members there are: somebody else has made it. */
export class MembersNotCountedError extends Error {
  constructor() {
    super('The members of the tenant have not been counted.');
    this.name = 'MembersNotCountedError';
  }
}

/**
 * Does what changes the memberships of a tenant. Where nobody has counted the members yet, it counts them first.
 *
 * Every step about the tenant's row must refuse a row without counts by a {@link MembersNotCountedError}. So while a tenant is not
 * counted nothing changes its memberships, and no count is overtaken.
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

async function countMembers({ client, tables, tenantId }: TenantScope): Promise<void> {
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
  try {
    await withoutConflict(async () => client.send(new UpdateCommand({
      TableName: tables.tenantsTableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
      UpdateExpression: 'SET #members = :members, #admins = :admins',
      ConditionExpression: 'attribute_exists(#tenantId) AND attribute_not_exists(#members)',
      ExpressionAttributeNames: {
        '#tenantId': TENANT_ATTRIBUTE.tenantId, '#members': TENANT_ATTRIBUTE.memberCount, '#admins': TENANT_ATTRIBUTE.adminCount,
      },
      ExpressionAttributeValues: { ':members': members, ':admins': admins },
    })));
  } catch (error) {
    // Somebody else has counted in the meantime.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
