import * as z from 'zod/mini';
import { ACTOR_TYPE } from '../../../contract/actor';
import { ADMIN_NOTICE_EVENTS } from '../../../contract/admin-notices';
import { TENANT_STATUS } from '../../../contract/attributes';
import { DETAIL_TYPE } from '../../../contract/events';
import { isIdentifier, TENANT_ID } from '../../../contract/identifiers';

const TIME = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));

const ORIGIN = {
  tenantId: z.string().check(z.refine((value) => isIdentifier(TENANT_ID, value))),
  eventId: z.string().check(z.minLength(1)),
  occurredAt: TIME,
  actor: z.optional(z.object({ type: z.enum(ACTOR_TYPE), id: z.string() })),
};

const NOTICE = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal(DETAIL_TYPE.closureScheduled), 'detail': z.object({ ...ORIGIN, deleteAt: TIME }) }),
  z.object({
    'detail-type': z.literal(DETAIL_TYPE.closureCancelled),
    'detail': z.object({ ...ORIGIN, status: z.enum({ active: TENANT_STATUS.active, suspended: TENANT_STATUS.suspended }) }),
  }),
  z.object({ 'detail-type': z.literal(DETAIL_TYPE.exported), 'detail': z.object(ORIGIN) }),
]);

/** An event of which the admins of a tenant are notified. */
export type Notice = z.infer<typeof NOTICE>;

/** @throws Error for an event that is malformed, or of another kind */
export function readNotice(event: unknown): Notice {
  const notice = NOTICE.safeParse(event);
  if (!notice.success) {
    throw new Error(`The event must be one of ${ADMIN_NOTICE_EVENTS.join(', ')}, with all fields of its detail, but was not.`);
  }
  return notice.data;
}
