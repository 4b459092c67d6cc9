import * as z from 'zod/mini';
import { actorOf } from './actor-of-change';
import { type Change, type ChangeEvent, TENANT, TEXT } from './change';
import { TENANT_STATUS } from '../../contract/attributes';
import { DETAIL_TYPE } from '../../contract/events';
import { STORED_STATUS_CHANGE } from '../tenants/stored-status-change';

const NAMED = z.object({ tenantid: TENANT, name: TEXT });

const CHANGED = z.object({ tenantid: TENANT, statuschange: z.optional(STORED_STATUS_CHANGE) });

const CLOSING = z.object({ deleteat: TEXT });

const RESTORED = z.object({ status: z.enum({ active: TENANT_STATUS.active, suspended: TENANT_STATUS.suspended }) });

const { creating, active, suspended, closing, deleted } = TENANT_STATUS;

/**
 * Returns the event for a tenant that was renamed, or whose status has changed. The saga publishes the creation of a tenant, and other changes have
 * no event.
 */
export function tenantEvents({ before, after }: Change): ChangeEvent[] {
  if (before === undefined || after === undefined) return [];
  const detail = () => statusDetail(before, after);
  switch (`${before.status} -> ${after.status}`) {
    case `${active} -> ${active}`: return renamed(before, after);
    case `${active} -> ${suspended}`: return [{ detailType: DETAIL_TYPE.suspended, detail: detail() }];
    case `${suspended} -> ${active}`: return [{ detailType: DETAIL_TYPE.reactivated, detail: detail() }];
    case `${active} -> ${closing}`:
    case `${suspended} -> ${closing}`: return closureScheduled(before, after);
    // The operator has changed the time, or the deletion has begun.
    case `${closing} -> ${closing}`: return before.deleteat === after.deleteat ? [] : closureScheduled(before, after);
    case `${closing} -> ${active}`:
    case `${closing} -> ${suspended}`: return [{ detailType: DETAIL_TYPE.closureCancelled, detail: { ...detail(), status: RESTORED.parse(after).status } }];
    // The user was erased before the tenant had its first admin. No event has announced the tenant as ready.
    case `${creating} -> ${deleted}`: return [];
    default: return after.status === deleted && before.status !== deleted ? [{ detailType: DETAIL_TYPE.deleted, detail: detail() }] : [];
  }
}

function closureScheduled(before: object, after: object): ChangeEvent[] {
  return [{ detailType: DETAIL_TYPE.closureScheduled, detail: { ...statusDetail(before, after), deleteAt: CLOSING.parse(after).deleteat } }];
}

function renamed(before: NonNullable<Change['before']>, after: NonNullable<Change['after']>): ChangeEvent[] {
  if (before.name === after.name) return [];
  const { name: previousName } = NAMED.parse(before);
  const { tenantid: tenantId, name } = NAMED.parse(after);
  return [{ detailType: DETAIL_TYPE.renamed, detail: { tenantId, name, previousName, ...actorOf({ before, after }) } }];
}

function statusDetail(before: object, after: object) {
  const { tenantid: tenantId, statuschange } = CHANGED.parse(after);
  // If the application has written the status itself, the row still has the actor of the change before.
  if (statuschange === undefined || statuschange.at === CHANGED.parse(before).statuschange?.at) return { tenantId };
  const { actor, reason } = statuschange;
  return { tenantId, actor, ...reason !== undefined && { reason } };
}
