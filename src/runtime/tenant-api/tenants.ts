import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { TenantRepresentation } from '../../contract/api';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem } from '../../contract/attributes';
import { ProblemError } from '../shared/problem';

export type Tenant = Pick<TenantItem, 'tenantid' | 'name' | 'status' | 'version' | 'createdat' | 'updatedat'>;

const TENANT: z.ZodMiniType<Tenant> = z.object({
  tenantid: z.string(),
  name: z.string(),
  status: z.enum(TENANT_STATUS),
  version: z.int(),
  createdat: z.string(),
  updatedat: z.string(),
});

/** No tenant has this version. */
const NO_VERSION = 0;

export interface Rename {
  readonly tenantId: string;
  readonly name: string;
  /** Versions of which the tenant must have one; left out, any will do. */
  readonly versions?: readonly number[];
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** @throws ProblemError 404 */
export async function readTenant(client: DynamoDBDocumentClient, tableName: string, tenantId: string): Promise<Tenant> {
  const { Item } = await client.send(new GetCommand({
    TableName: tableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    ConsistentRead: true,
  }));
  if (Item === undefined || Item[TENANT_ATTRIBUTE.status] === TENANT_STATUS.deleted) {
    throw notFound();
  }
  return TENANT.parse(Item);
}

/**
 * Renames an active tenant. It never makes one.
 *
 * @throws ProblemError 404, 403 for a tenant that is not active, 412 for one that has another version
 */
export async function renameTenant(client: DynamoDBDocumentClient, tableName: string, rename: Rename): Promise<Tenant> {
  const versions = rename.versions?.length === 0 ? [NO_VERSION] : rename.versions;
  const versionValues = Object.fromEntries((versions ?? []).map((version, index) => [`:version${index}`, version]));

  try {
    const { Attributes } = await client.send(new UpdateCommand({
      TableName: tableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: rename.tenantId },
      UpdateExpression: 'SET #name = :name, #updatedAt = :updatedAt, #version = #version + :one',
      ConditionExpression: [
        'attribute_exists(#tenantId)',
        '#status = :active',
        ...(versions ? [`#version IN (${Object.keys(versionValues).join(', ')})`] : []),
      ].join(' AND '),
      ExpressionAttributeNames: {
        '#tenantId': TENANT_ATTRIBUTE.tenantId,
        '#name': TENANT_ATTRIBUTE.name,
        '#status': TENANT_ATTRIBUTE.status,
        '#version': TENANT_ATTRIBUTE.version,
        '#updatedAt': TENANT_ATTRIBUTE.updatedAt,
      },
      ExpressionAttributeValues: {
        ':name': rename.name,
        ':updatedAt': rename.updatedAt,
        ':one': 1,
        ':active': TENANT_STATUS.active,
        ...versionValues,
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
    return TENANT.parse(Attributes);
  } catch (error) {
    throw error instanceof ConditionalCheckFailedException ? refusal(error) : error;
  }
}

export function representation(tenant: Tenant): TenantRepresentation {
  return {
    tenantId: tenant.tenantid,
    name: tenant.name,
    status: tenant.status,
    createdAt: tenant.createdat,
    updatedAt: tenant.updatedat,
  };
}

/** The row says which part of the condition did not hold. The SDK hands it over as DynamoDB wrote it. */
function refusal({ Item }: ConditionalCheckFailedException): ProblemError {
  const status = Item?.[TENANT_ATTRIBUTE.status]?.S;
  if (Item === undefined || status === TENANT_STATUS.deleted) {
    return notFound();
  }
  return status === TENANT_STATUS.active
    ? new ProblemError(412, 'The tenant was changed in the meantime. Read it again.')
    : new ProblemError(403, 'The tenant is not active and cannot be changed.');
}

function notFound(): ProblemError {
  return new ProblemError(404, 'There is no such tenant.');
}
