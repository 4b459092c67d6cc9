import { changedBy } from './changed-by';
import { statusShard } from './status-shard';
import { isLiving, noSuchTenant } from './tenant-refusals';
import type { TenantScope } from './tenant-scope';
import { readTenant, type Tenant } from './tenants';
import { type StatusChange, TENANT_ATTRIBUTE, type TenantStatus } from '../../contract/attributes';
import { type ExistingItem, transact, type TransactionStep } from '../aws/transaction';
import { type ProblemError, refusal } from '../library/problem';

/** A change of the status of a tenant. */
export interface StatusTransition {
  readonly from: TenantStatus;
  readonly to: Pick<StatusChange, 'status' | 'reason' | 'previous'>;
  /** Time from which a tenant that is now closing is deleted; ISO 8601, UTC. */
  readonly deleteAt?: string;
  /** Condition in addition to the status before. */
  readonly onlyIf?: {
    readonly condition: string;
    readonly names: Readonly<Record<string, string>>;
    readonly values?: Readonly<Record<string, unknown>>;
    /** Returns the error if the condition did not hold for a tenant in the status before. */
    readonly refusal: (tenant: ExistingItem) => Error;
  };
  /** More assignments in the same write, such as `#members = :zero`. `onlyIf` has their names and values. */
  readonly set?: string;
  /** More checks in the same transaction. Their refusals take precedence. */
  readonly checks?: readonly TransactionStep[];
}

/**
 * Changes the status of a tenant in one write, with the actor and the reason.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 409 for a tenant in another status, and the errors of the checks
 */
export async function changeStatus(scope: TenantScope, transition: StatusTransition): Promise<Tenant> {
  await transact(scope.client, [...transition.checks ?? [], writeStatus(scope, transition)]);
  // The response to a transaction does not contain the written item.
  return readTenant(scope);
}

/** Changes the status of a tenant, with the actor and the reason, as a step of a transaction. */
export function writeStatus(
  scope: TenantScope, { from, to, deleteAt, onlyIf, set }: Omit<StatusTransition, 'checks'>,
): TransactionStep {
  const { tables, tenantId, actor } = scope;
  const { reason, previous } = to;
  // DynamoDB's client refuses undefined values inside a map.
  const change: StatusChange = {
    status: to.status,
    at: new Date().toISOString(),
    actor,
    ...reason !== undefined && { reason },
    ...previous !== undefined && { previous },
  };
  const assignments = ['#status = :to', '#shard = :shard', '#change = :change', '#updatedAt = :at', '#changedBy = :changedBy', '#version = #version + :one', ...set === undefined ? [] : [set]];
  const closing = deleteAt === undefined ? ' REMOVE #deleteAt' : ', #deleteAt = :deleteAt';
  return {
    item: {
      Update: {
        TableName: tables.tenantsTableName,
        Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
        UpdateExpression: `SET ${assignments.join(', ')}${closing}`,
        ConditionExpression: ['#status = :from', ...onlyIf === undefined ? [] : [onlyIf.condition]].join(' AND '),
        ExpressionAttributeNames: {
          '#status': TENANT_ATTRIBUTE.status,
          '#shard': TENANT_ATTRIBUTE.statusShard,
          '#change': TENANT_ATTRIBUTE.statusChange,
          '#updatedAt': TENANT_ATTRIBUTE.updatedAt,
          '#changedBy': TENANT_ATTRIBUTE.changedBy,
          '#version': TENANT_ATTRIBUTE.version,
          '#deleteAt': TENANT_ATTRIBUTE.deleteAt,
          ...onlyIf?.names,
        },
        ExpressionAttributeValues: {
          ':from': from,
          ':to': change.status,
          ':shard': statusShard(change.status, tenantId),
          ':change': change,
          ':at': change.at,
          ':changedBy': changedBy(scope, change.at),
          ':one': 1,
          ...deleteAt !== undefined && { ':deleteAt': deleteAt },
          ...onlyIf?.values,
        },
      },
    },
    refusal: (tenant) => {
      if (!isLiving(tenant)) return noSuchTenant();
      const status = tenant[TENANT_ATTRIBUTE.status] as TenantStatus;
      return status !== from || onlyIf === undefined ? wrongStatus([from], status) : onlyIf.refusal(tenant);
    },
  };
}

/** Returns the refusal of a change that is not possible in the current status. */
export function wrongStatus(required: readonly TenantStatus[], status: TenantStatus): ProblemError {
  return refusal(409, 'wrongTenantStatus', `The tenant must be ${required.join(' or ')} for this change, but is ${status}.`);
}
