import * as z from 'zod/mini';
import { type Change, type ChangeEvent, TENANT, TEXT } from './change';
import { ACTOR_TYPE } from '../../../contract/actor';
import { TENANT_STATUS } from '../../../contract/attributes';
import { DETAIL_TYPE } from '../../../contract/events';

const NAMED = z.object({ tenantid: TENANT, name: TEXT });

const STATUS_CHANGE = z.object({
  at: z.string(),
  actor: z.object({ type: z.enum(ACTOR_TYPE), id: TEXT }),
  reason: z.optional(TEXT),
});

const CHANGED = z.object({ tenantid: TENANT, statuschange: z.optional(STATUS_CHANGE) });

const { active, suspended } = TENANT_STATUS;

/**
 * Returns the event for a tenant that was renamed, suspended or reactivated. The saga publishes the creation of a tenant, and other changes
 * have no event.
 */
export function tenantEvents({ before, after }: Change): ChangeEvent[] {
  if (before === undefined || after === undefined) return [];
  if (before.status === active && after.status === suspended) return [{ detailType: DETAIL_TYPE.suspended, detail: statusDetail(before, after) }];
  if (before.status === suspended && after.status === active) return [{ detailType: DETAIL_TYPE.reactivated, detail: statusDetail(before, after) }];
  if (before.status !== active || after.status !== active || before.name === after.name) return [];
  const { name: previousName } = NAMED.parse(before);
  const { tenantid: tenantId, name } = NAMED.parse(after);
  return [{ detailType: DETAIL_TYPE.renamed, detail: { tenantId, name, previousName } }];
}

function statusDetail(before: object, after: object) {
  const { tenantid: tenantId, statuschange } = CHANGED.parse(after);
  // If the application has written the status itself, the row still has the actor of the change before.
  if (statuschange === undefined || statuschange.at === CHANGED.parse(before).statuschange?.at) return { tenantId };
  const { actor, reason } = statuschange;
  return { tenantId, actor, ...reason !== undefined && { reason } };
}
