import * as z from 'zod/mini';
import { type Actor, ACTOR_TYPE } from '../../contract/actor';
import { AUDIT_RECORD_VERSION, type AuditRecord } from '../../contract/audit';

/** A record and the tenant whose log it belongs to. */
export interface TenantAuditRecord {
  readonly tenantId: string;
  readonly record: AuditRecord;
}

/** An item of the audit table. Filters need the actor in attributes of its own. */
const ITEM = z.object({
  id: z.string(),
  action: z.string(),
  version: z.literal(AUDIT_RECORD_VERSION),
  occurredat: z.string(),
  actortype: z.optional(z.enum(ACTOR_TYPE)),
  actorid: z.optional(z.string()),
  targets: z.array(z.object({ type: z.string(), id: z.string() })),
  requestid: z.optional(z.string()),
  sealedclient: z.optional(z.string()),
  changes: z.array(z.object({ field: z.string(), from: z.optional(z.string()), to: z.optional(z.string()) })),
});

export type AuditItem = z.infer<typeof ITEM> & { readonly tenantid: string; readonly recordid: string; readonly expiresat: number };

const DAY_SECONDS = 24 * 60 * 60;

/** @param retentionDays Days from the change until DynamoDB deletes the item. */
export function itemOf({ tenantId, record }: TenantAuditRecord, retentionDays: number): AuditItem {
  const { id, action, version, occurredAt, actor, targets, context: { requestId, sealedClient }, changes } = record;
  return {
    tenantid: tenantId,
    recordid: `${occurredAt}#${id}`,
    id,
    action,
    version,
    occurredat: occurredAt,
    ...actor && { actortype: actor.type, actorid: actor.id },
    targets: [...targets],
    ...requestId !== undefined && { requestid: requestId },
    ...sealedClient !== undefined && { sealedclient: sealedClient },
    changes: [...changes],
    expiresat: Math.floor(Date.parse(occurredAt) / 1_000) + retentionDays * DAY_SECONDS,
  };
}

/** @throws an error for an item that is not a record */
export function recordOf(item: unknown): AuditRecord {
  const { occurredat: occurredAt, actortype, actorid, requestid: requestId, sealedclient: sealedClient, ...record } = ITEM.parse(item);
  const actor: Actor | undefined = actortype !== undefined && actorid !== undefined ? { type: actortype, id: actorid } : undefined;
  return {
    ...record,
    occurredAt,
    ...actor && { actor },
    context: { ...requestId !== undefined && { requestId }, ...sealedClient !== undefined && { sealedClient } },
  };
}
