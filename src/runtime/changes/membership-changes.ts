import * as z from 'zod/mini';
import { actorOf } from './actor-of-change';
import { type Change, type ChangeEvent, ROLE, TENANT, TEXT, USER } from './change';
import type { FindRemoval, Removal } from './removals';
import { MEMBERSHIP_MARK_PREFIX, MEMBERSHIP_ORIGIN, USER_RECORD_PREFIX } from '../../contract/attributes';
import { type ByActor, DETAIL_TYPE, type MemberDetail } from '../../contract/events';
import { TENANT_ROLE } from '../../contract/roles';

const MEMBERSHIP = z.object({
  tenantid: TENANT, userid: USER, name: TEXT, email: TEXT, role: ROLE, origin: z.optional(z.string()), invitationid: z.optional(TEXT),
});

/** A row that the application has written itself may have no time. */
const REMOVED = z.object({ tenantid: TENANT, userid: USER, createdat: z._default(z.string(), '') });

/** The first membership of a tenant that was created through the API. */
const FOUNDING = z.object({ tenantid: TENANT, userid: USER, name: TEXT, email: TEXT, role: z.literal(TENANT_ROLE.admin), username: TEXT });

/** Returns the deleted row of a change that ends a membership. */
export function endedMembership({ keys, before, after }: Change): Parameters<FindRemoval>[0] | undefined {
  const isMembership = isText(keys.userid) && !isMark(keys) && !keys.userid.startsWith(USER_RECORD_PREFIX);
  return isMembership && before !== undefined && after === undefined ? REMOVED.parse(before) : undefined;
}

/** Returns the events for a user who has joined, has a new role, name or address, or is no longer a member. */
export function membershipEvents(change: Change, removal?: Removal): ChangeEvent[] {
  const { keys, before, after } = change;
  if (isMark(keys)) {
    return [];
  }
  if (before === undefined) {
    return joined(after, actorOf(change));
  }
  if (after === undefined) {
    const actor = removal?.actor;
    return [{ detailType: DETAIL_TYPE.memberRemoved, detail: { ...memberDetail(before), ...actor && { actor } } }];
  }
  const hasOtherRole = before.role !== after.role;
  // A row that the application has written itself may get its name and address only with this change.
  const hasOtherProfile = isComplete(before) && isComplete(after) && (before.name !== after.name || before.email !== after.email);
  if (!hasOtherRole && !hasOtherProfile) {
    return [];
  }
  const { role: previousRole, name: previousName, email: previousEmail } = memberDetail(before);
  const detail = { ...memberDetail(after), ...actorOf(change) };
  return [
    ...hasOtherRole ? [{ detailType: DETAIL_TYPE.memberRoleChanged, detail: { ...detail, previousRole } }] : [],
    ...hasOtherProfile ? [{ detailType: DETAIL_TYPE.memberProfileChanged, detail: { ...detail, previousName, previousEmail } }] : [],
  ];
}

function joined(row: unknown, by: ByActor): ChangeEvent[] {
  switch (MEMBERSHIP.parse(row).origin) {
    // The saga has published the event.
    case MEMBERSHIP_ORIGIN.signUp: return [];
    case MEMBERSHIP_ORIGIN.creation: return founded(row, by);
    // The user joined through an invitation, was added by an operator, or has a row that the application has written itself.
    default: return [{ detailType: DETAIL_TYPE.memberAdded, detail: { ...memberDetail(row), ...by } }];
  }
}

function founded(row: unknown, by: ByActor): ChangeEvent[] {
  const { tenantid: tenantId, userid: userId, username: userName, name, email, role } = FOUNDING.parse(row);
  const detail = { tenantId, email, userName, name, userId, ...by };
  return [
    { detailType: DETAIL_TYPE.created, detail },
    { detailType: DETAIL_TYPE.adminUserAdded, detail: { ...detail, role } },
  ];
}

function memberDetail(row: unknown): Pick<MemberDetail, 'tenantId' | 'userId' | 'email' | 'name' | 'role' | 'invitationId'> {
  const { tenantid: tenantId, userid: userId, email, name, role, invitationid: invitationId } = MEMBERSHIP.parse(row);
  return { tenantId, userId, email, name, role, ...invitationId !== undefined && { invitationId } };
}

function isComplete({ name, email }: NonNullable<Change['after']>): boolean {
  return typeof name === 'string' && typeof email === 'string';
}

/** Whether the keys are those of a mark and not of a membership. */
export function isMark({ userid }: Change['keys']): boolean {
  return isText(userid) && userid.startsWith(MEMBERSHIP_MARK_PREFIX);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
