import * as z from 'zod/mini';
import { type Actor, type ChangedBy } from '../../../contract/actor';
import { INVITATION_ATTRIBUTE, MARKED_CHANGE, MEMBERSHIP_MARK_PREFIX, MEMBERSHIP_ORIGIN, USER_ATTRIBUTE } from '../../../contract/attributes';
import { AUDIT_ACTION, AUDIT_RECORD_VERSION, type AuditAction, type AuditChange, type AuditTarget } from '../../../contract/audit';
import { DETAIL_TYPE, type ChangeEventDetails } from '../../../contract/events';
import type { TenantAuditRecord } from '../../audit/stored-record';
import { ACTOR, stampOf } from '../../changes/actor-of-change';
import { type Change, ROLE, TENANT, USER } from '../../changes/change';
import { type PublishedEvent, readable } from '../../changes/change-events';
import { isMark } from '../../changes/membership-changes';
import type { ReadChange } from '../../changes/read-changes';

/** What a record says about a change, besides its origin. */
interface Happening {
  readonly action: AuditAction;
  readonly tenantId: string;
  readonly actor?: Actor;
  readonly targets: readonly AuditTarget[];
  readonly changes: readonly AuditChange[];
}

/** When a change was made, and in which request. */
type Origin = Partial<Pick<ChangedBy, 'at' | 'requestid'>>;

/**
 * Returns the records of a change. Each request that changes a tenant has one record, even if it writes several rows: an accepted invitation is
 * recorded with the new member, and a removal with its mark, which says who has removed the member.
 *
 * @throws UnreadableChangeError
 */
export function recordsOfChange(read: ReadChange): TenantAuditRecord[] {
  const { change } = read;
  if (isMark(change.keys)) return readable(() => recordsOfMark(change));
  const origin = readable(() => originOf(change));
  const happenings = read.events.flatMap((event) => {
    const happening = happeningOf(event, read);
    return happening === undefined ? [] : [{ ...happening, id: event.detail.eventId }];
  });
  const all = [...happenings, ...readable(() => signUpOf(change))];
  return all.map(({ id = change.id, ...happening }: Happening & { readonly id?: string }) => recordFor(change, origin, id, happening));
}

function recordFor({ occurredAt }: Change, { at, requestid: requestId }: Origin, id: string, happening: Happening): TenantAuditRecord {
  const { tenantId, action, actor, targets, changes } = happening;
  return {
    tenantId,
    record: {
      id,
      action,
      version: AUDIT_RECORD_VERSION,
      // All times have the same number of digits, because records are sorted by them.
      occurredAt: new Date(at ?? occurredAt).toISOString(),
      ...actor && { actor },
      targets,
      context: { ...requestId !== undefined && { requestId } },
      changes,
    },
  };
}

const MARK = z.object({
  tenantid: TENANT,
  userid: z.string(),
  change: z.enum(MARKED_CHANGE),
  actortype: ACTOR.shape.type,
  actorid: ACTOR.shape.id,
  at: z.string(),
  role: z.optional(ROLE),
  requestid: z.optional(z.string()),
});

/** Records a removal. The mark of an admin who gets another role has no record: the membership has one. */
function recordsOfMark(change: Change): TenantAuditRecord[] {
  if (change.after === undefined) return [];
  const { tenantid: tenantId, userid, change: loss, actortype: type, actorid: id, at, role, requestid } = MARK.parse(change.after);
  if (loss === MARKED_CHANGE.demoted || at === change.before?.at) return [];
  return [recordFor(change, { at, requestid }, change.id, {
    action: loss === MARKED_CHANGE.left ? AUDIT_ACTION.memberLeft : AUDIT_ACTION.memberRemoved,
    tenantId,
    actor: { type, id },
    targets: [userTarget(userid.slice(MEMBERSHIP_MARK_PREFIX.length))],
    changes: role === undefined ? [] : [{ field: 'role', from: role }],
  })];
}

const SESSIONS = z.object({ sessionsendedby: z.object({ at: z.string(), requestid: z.optional(z.string()), tenantid: z.optional(TENANT) }) });

function originOf(change: Change): Origin {
  return stampOf(change) ?? SESSIONS.safeParse(change.after).data?.sessionsendedby ?? {};
}

/** The tenant of a sign-up has a record when it has its first admin. The state machines publish its events, so the change has none. */
function signUpOf(change: Change): Happening[] {
  const { before, after } = change;
  const isSignUp = before === undefined && after?.[USER_ATTRIBUTE.origin] === MEMBERSHIP_ORIGIN.signUp;
  return isSignUp ? [created(z.object({ tenantid: TENANT, userid: USER }).parse(after), stampOf(change))] : [];
}

function created({ tenantid: tenantId, userid: userId }: { readonly tenantid: string; readonly userid: string }, actor?: Actor): Happening {
  return {
    action: AUDIT_ACTION.tenantCreated,
    tenantId,
    ...actor && { actor: { type: actor.type, id: actor.id } },
    targets: [tenantTarget(tenantId), userTarget(userId)],
    changes: [],
  };
}

/** The action of each event; absent for events that have no record of their own. */
const ACTION: Readonly<Partial<Record<keyof ChangeEventDetails, AuditAction>>> = {
  [DETAIL_TYPE.created]: AUDIT_ACTION.tenantCreated,
  [DETAIL_TYPE.renamed]: AUDIT_ACTION.tenantRenamed,
  [DETAIL_TYPE.suspended]: AUDIT_ACTION.tenantSuspended,
  [DETAIL_TYPE.reactivated]: AUDIT_ACTION.tenantReactivated,
  [DETAIL_TYPE.closureScheduled]: AUDIT_ACTION.tenantClosed,
  [DETAIL_TYPE.closureCancelled]: AUDIT_ACTION.tenantRestored,
  [DETAIL_TYPE.deleted]: AUDIT_ACTION.tenantDeleted,
  [DETAIL_TYPE.memberAdded]: AUDIT_ACTION.memberAdded,
  [DETAIL_TYPE.memberRoleChanged]: AUDIT_ACTION.memberRoleChanged,
  [DETAIL_TYPE.memberProfileChanged]: AUDIT_ACTION.memberProfileChanged,
  [DETAIL_TYPE.memberRemoved]: AUDIT_ACTION.memberRemoved,
  [DETAIL_TYPE.sessionsRevoked]: AUDIT_ACTION.memberSignedOut,
  [DETAIL_TYPE.invitationCreated]: AUDIT_ACTION.invitationCreated,
  [DETAIL_TYPE.invitationResent]: AUDIT_ACTION.invitationResent,
  [DETAIL_TYPE.invitationDeclined]: AUDIT_ACTION.invitationDeclined,
  [DETAIL_TYPE.invitationRevoked]: AUDIT_ACTION.invitationRevoked,
};

function happeningOf({ detailType, detail }: PublishedEvent, { change, removal }: ReadChange): Happening | undefined {
  const action = ACTION[detailType as keyof ChangeEventDetails];
  const tenantId = tenantOfEvent(detail, change);
  if (action === undefined || tenantId === undefined) return undefined;
  // The mark has the record, or the deletion of the whole tenant.
  if (detailType === DETAIL_TYPE.memberRemoved && (removal?.isMarked || removal?.actor !== undefined)) return undefined;
  const { userId, invitationId, actor } = detail as { readonly userId?: string; readonly invitationId?: string; readonly actor?: Actor };
  return {
    action,
    tenantId,
    ...actor && { actor },
    targets: [
      ...action.startsWith('tenant.') ? [tenantTarget(tenantId)] : [],
      ...userId === undefined ? [] : [userTarget(userId)],
      ...invitationId === undefined ? [] : [{ type: 'invitation', id: invitationId }],
    ],
    changes: changesIn(detailType as keyof ChangeEventDetails, change),
  };
}

/** Sessions belong to a person. They are recorded in the log of the tenant whose admin has ended them. */
function tenantOfEvent(detail: PublishedEvent['detail'], { after }: Change): string | undefined {
  if ('tenantId' in detail) return detail.tenantId;
  return SESSIONS.safeParse(after).data?.sessionsendedby.tenantid;
}

/** Fields whose values can be shown. Names and addresses are personal, also the name of a tenant, which first is that of a person. */
const SHOWN: readonly string[] = [USER_ATTRIBUTE.role, 'status', 'deleteat'];

/** The fields that an event is about. */
const FIELDS: Readonly<Partial<Record<keyof ChangeEventDetails, readonly string[]>>> = {
  [DETAIL_TYPE.created]: [],
  [DETAIL_TYPE.renamed]: ['name'],
  [DETAIL_TYPE.memberAdded]: ['role'],
  [DETAIL_TYPE.memberRoleChanged]: ['role'],
  [DETAIL_TYPE.memberProfileChanged]: ['name', 'email'],
  [DETAIL_TYPE.memberRemoved]: ['role'],
  [DETAIL_TYPE.invitationCreated]: ['role'],
  [DETAIL_TYPE.invitationResent]: [],
  [DETAIL_TYPE.sessionsRevoked]: [],
};

/** The event of a new status is also about the time of the deletion. */
const STATUS_FIELDS = [INVITATION_ATTRIBUTE.status, 'deleteat'];

function changesIn(detailType: keyof ChangeEventDetails, { before, after }: Change): AuditChange[] {
  return (FIELDS[detailType] ?? STATUS_FIELDS).filter((field) => before?.[field] !== after?.[field]).map((field) => {
    const [from, to] = SHOWN.includes(field) ? [before?.[field], after?.[field]] : [];
    return { field: field === 'deleteat' ? 'deleteAt' : field, ...typeof from === 'string' && { from }, ...typeof to === 'string' && { to } };
  });
}

function tenantTarget(id: string): AuditTarget {
  return { type: 'tenant', id };
}

function userTarget(id: string): AuditTarget {
  return { type: 'user', id };
}
