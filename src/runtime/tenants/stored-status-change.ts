import * as z from 'zod/mini';
import { ACTOR_TYPE } from '../../contract/actor';
import { type StatusChange, TENANT_STATUS } from '../../contract/attributes';

/** Schema of the last change of the status in a tenant's row. */
export const STORED_STATUS_CHANGE: z.ZodMiniType<StatusChange> = z.object({
  status: z.enum(TENANT_STATUS),
  at: z.string(),
  actor: z.object({ type: z.enum(ACTOR_TYPE), id: z.string() }),
  reason: z.optional(z.string()),
  previous: z.optional(z.enum(TENANT_STATUS)),
});
