import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { TENANT_ATTRIBUTE } from '../../../contract/attributes';
import type { TenantScope } from '../../tenants/tenant-scope';

const NAMED = z.object({ name: z.string() });

/** Reads the name of a tenant. It is empty for a deleted tenant, which has no admins either. */
export async function readTenantName({ client, tables, tenantId }: Pick<TenantScope, 'client' | 'tables' | 'tenantId'>): Promise<string> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.tenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    ProjectionExpression: '#name',
    ExpressionAttributeNames: { '#name': TENANT_ATTRIBUTE.name },
    ConsistentRead: true,
  }));
  const tenant = NAMED.safeParse(Item);
  return tenant.success ? tenant.data.name : '';
}
