import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { USER_ATTRIBUTE } from '../../../contract/attributes';
import { TENANT_ROLE } from '../../../contract/roles';
import { membersOf } from '../../members/member-query';
import type { TenantScope } from '../../tenants/tenant-scope';

const ADMINS = z.array(z.object({ userid: z.string(), name: z.string(), email: z.string() }));

export interface Admin {
  readonly userid: string;
  readonly name: string;
  /** Empty for a user without an email address. */
  readonly email: string;
}

/** Reads the admins of a tenant. */
export async function readAdmins({ client, tables, tenantId }: Pick<TenantScope, 'client' | 'tables' | 'tenantId'>): Promise<Admin[]> {
  const members = membersOf(tenantId);
  const pages = paginateQuery({ client }, {
    TableName: tables.usersTableName,
    ...members,
    FilterExpression: '#role = :admin',
    ProjectionExpression: '#userId, #name, #email',
    ExpressionAttributeNames: {
      ...members.ExpressionAttributeNames, '#role': USER_ATTRIBUTE.role, '#name': USER_ATTRIBUTE.name, '#email': USER_ATTRIBUTE.email,
    },
    ExpressionAttributeValues: { ...members.ExpressionAttributeValues, ':admin': TENANT_ROLE.admin },
    ConsistentRead: true,
  });
  const admins: Admin[] = [];
  for await (const { Items = [] } of pages) {
    admins.push(...ADMINS.parse(Items));
  }
  return admins;
}
