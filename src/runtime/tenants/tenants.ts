import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { adminCheck } from './admin-check';
import { changedBy } from './changed-by';
import { STORED_STATUS_CHANGE } from './stored-status-change';
import { noSuchTenant } from './tenant-refusals';
import type { TenantScope } from './tenant-scope';
import { writeTenant } from './tenant-write';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem } from '../../contract/attributes';
import { transact, type TransactionStep } from '../aws/transaction';
import { refusal } from '../library/problem';

export type Tenant = Pick<TenantItem, 'tenantid' | 'name' | 'status' | 'version' | 'createdat' | 'updatedat' | 'statuschange' | 'deleteat' | 'deletionstartedat'>;

export const TENANT: z.ZodMiniType<Tenant> = z.object({
  tenantid: z.string(),
  // The row of a deleted tenant has no name.
  name: z._default(z.string(), ''),
  status: z.enum(TENANT_STATUS),
  version: z.int(),
  createdat: z.string(),
  updatedat: z.string(),
  statuschange: z.optional(STORED_STATUS_CHANGE),
  deleteat: z.optional(z.string()),
  deletionstartedat: z.optional(z.string()),
});

/** No tenant has this version. */
const NO_VERSION = 0;

export interface Rename {
  readonly name: string;
  /** The tenant must have one of these versions; any version by default. */
  readonly versions?: readonly number[];
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** @throws ProblemError 404 for an unknown or deleted tenant */
export async function readTenant({ client, tables, tenantId }: TenantScope): Promise<Tenant> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.tenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    ConsistentRead: true,
  }));
  if (Item === undefined || Item[TENANT_ATTRIBUTE.status] === TENANT_STATUS.deleted) {
    throw noSuchTenant();
  }
  return TENANT.parse(Item);
}

/**
 * Renames an active tenant. It never creates a tenant.
 *
 * @throws ProblemError 404 for an unknown tenant, 403 for a tenant that is not active or an actor who is no longer an admin, 412 for another
 * version of the tenant
 */
export async function renameTenant(scope: TenantScope, rename: Rename): Promise<Tenant> {
  await transact(scope.client, [writeName(scope, rename), ...adminCheck(scope)]);
  // The response to a transaction does not contain the written item.
  return readTenant(scope);
}

function writeName(scope: TenantScope, { name, updatedAt, ...rename }: Rename): TransactionStep {
  const versions = rename.versions?.length === 0 ? [NO_VERSION] : rename.versions;
  const versionValues = Object.fromEntries((versions ?? []).map((version, index) => [`:version${index}`, version]));
  return writeTenant(scope, {
    update: 'SET #name = :name, #updatedAt = :updatedAt, #version = #version + :one, #changedBy = :changedBy',
    condition: versions && `#version IN (${Object.keys(versionValues).join(', ')})`,
    names: {
      '#name': TENANT_ATTRIBUTE.name,
      '#version': TENANT_ATTRIBUTE.version,
      '#updatedAt': TENANT_ATTRIBUTE.updatedAt,
      '#changedBy': TENANT_ATTRIBUTE.changedBy,
    },
    values: { ':name': name, ':updatedAt': updatedAt, ':one': 1, ':changedBy': changedBy(scope, updatedAt), ...versionValues },
    refusal: () => refusal(412, 'tenantChanged', 'The tenant has changed since you read it. Read it again and retry.'),
  });
}
