import * as z from 'zod/mini';
import type { Happening } from './happening';
import { happeningOf } from './happening-of-event';
import type { ChangedBy } from '../../../contract/actor';
import { MARKED_CHANGE, MEMBERSHIP_MARK_PREFIX, MEMBERSHIP_ORIGIN, USER_ATTRIBUTE } from '../../../contract/attributes';
import { AUDIT_ACTION, AUDIT_RECORD_VERSION } from '../../../contract/audit';
import type { TenantAuditRecord } from '../../audit/stored-record';
import { ACTOR, actorOf, stampOf } from '../../changes/actor-of-change';
import { type Change, ROLE, TENANT, TIME, USER } from '../../changes/change';
import { readable } from '../../changes/change-events';
import { isMark } from '../../changes/membership-changes';
import type { ReadChange } from '../../changes/read-changes';
import { sessionsEndOf } from '../../changes/user-record-changes';

/** When a change was made, and by which request. */
type Origin = Partial<Pick<ChangedBy, 'at' | 'requestid' | 'sealedclient'>>;

/**
 * Returns the records of a change. Each request that changes a tenant has one record, even if it writes several rows: an accepted invitation is
 * recorded with the new member, and a removal with its mark, which says who has removed the member.
 *
 * @throws UnreadableChangeError
 */
export function recordsOfChange(read: ReadChange): TenantAuditRecord[] {
  return readable(() => {
    const { change, events } = read;
    if (isMark(change.keys)) return recordsOfMark(change);
    if (isSignUp(change)) return [recordFor(change, originOf(change), change.id, signUpOf(change))];
    return events.flatMap((event) => {
      const happening = happeningOf(event, read);
      return happening === undefined ? [] : [recordFor(change, originOf(change), event.detail.eventId!, happening)];
    });
  });
}

function recordFor(change: Change, origin: Origin, id: string, { tenantId, ...happening }: Happening): TenantAuditRecord {
  const { at, requestid: requestId, sealedclient: sealedClient } = origin;
  return {
    tenantId,
    record: {
      id,
      version: AUDIT_RECORD_VERSION,
      // All times have the same number of digits, because records are sorted by them.
      occurredAt: new Date(at ?? change.occurredAt).toISOString(),
      context: { ...requestId !== undefined && { requestId }, ...sealedClient !== undefined && { sealedClient } },
      ...happening,
    },
  };
}

/** The caller who has ended sessions is stored in an attribute of its own. */
function originOf(change: Change): Origin {
  return stampOf(change) ?? sessionsEndOf(change) ?? {};
}

const MARK = z.object({
  tenantid: TENANT,
  userid: z.string(),
  change: z.enum(MARKED_CHANGE),
  actortype: ACTOR.shape.type,
  actorid: ACTOR.shape.id,
  at: TIME,
  role: z.optional(ROLE),
  requestid: z.optional(z.string()),
  sealedclient: z.optional(z.string()),
});

/** Records a removal. The mark of an admin who gets another role has no record: the membership has one. */
function recordsOfMark(change: Change): TenantAuditRecord[] {
  if (change.after === undefined) return [];
  const { tenantid: tenantId, userid, change: loss, actortype: type, actorid, role, ...origin } = MARK.parse(change.after);
  if (loss === MARKED_CHANGE.demoted || origin.at === change.before?.at) return [];
  return [recordFor(change, origin, change.id, {
    action: loss === MARKED_CHANGE.left ? AUDIT_ACTION.memberLeft : AUDIT_ACTION.memberRemoved,
    tenantId,
    actor: { type, id: actorid },
    targets: [{ type: 'user', id: userid.slice(MEMBERSHIP_MARK_PREFIX.length) }],
    changes: role === undefined ? [] : [{ field: 'role', from: role }],
  })];
}

function isSignUp({ before, after }: Change): boolean {
  return before === undefined && after?.[USER_ATTRIBUTE.origin] === MEMBERSHIP_ORIGIN.signUp;
}

/** The tenant of a sign-up is recorded when it has its first admin. The state machines publish its events, so the change has none. */
function signUpOf(change: Change): Happening {
  const { tenantid: tenantId, userid: userId } = z.object({ tenantid: TENANT, userid: USER }).parse(change.after);
  return {
    action: AUDIT_ACTION.tenantCreated,
    tenantId,
    ...actorOf(change),
    targets: [{ type: 'tenant', id: tenantId }, { type: 'user', id: userId }],
    changes: [],
  };
}
