import { inactiveTenant } from './tenant-refusals';
import type { TenantScope } from './tenant-scope';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../contract/attributes';
import type { ExistingItem, TransactionStep } from '../aws/transaction';

/** A change of a tenant's row. */
export interface TenantWrite {
  readonly update: string;
  /** Condition in addition to the one that the tenant is active. */
  readonly condition?: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
  /** Returns the error if the condition did not hold for an active tenant. */
  readonly refusal: (tenant: ExistingItem) => Error;
}

/** Changes the row of an active tenant. */
export function writeTenant({ tables, tenantId }: TenantScope, { update, condition, names, values, refusal }: TenantWrite): TransactionStep {
  return {
    item: {
      Update: {
        TableName: tables.tenantsTableName,
        Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
        UpdateExpression: update,
        ConditionExpression: ['#status = :active', ...condition === undefined ? [] : [condition]].join(' AND '),
        ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, ...names },
        ExpressionAttributeValues: { ':active': TENANT_STATUS.active, ...values },
      },
    },
    refusal: (tenant) => inactiveTenant(tenant) ?? refusal(tenant!),
  };
}
