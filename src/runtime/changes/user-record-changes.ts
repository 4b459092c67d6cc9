import * as z from 'zod/mini';
import { ACTOR } from './actor-of-change';
import { type Change, type ChangeEvent, TENANT, TIME, USER } from './change';
import { USER_RECORD_ATTRIBUTE, USER_RECORD_PREFIX } from '../../contract/attributes';
import { DETAIL_TYPE } from '../../contract/events';
import { isErased } from '../users/erased-user';

const TOMBSTONE = z.object({ userid: z.string(), erasedby: ACTOR });

const WITHOUT_SESSIONS = z.object({ userid: z.string(), sessionsendedby: ACTOR });

/** Returns the event for a user who was erased, or whose sessions were ended. Other changes of a user's record have no event. */
export function userRecordEvents({ before, after }: Change): ChangeEvent[] {
  if (isErased(after)) {
    if (isErased(before)) return [];
    const { userid, erasedby: actor } = TOMBSTONE.parse(after);
    return [{ detailType: DETAIL_TYPE.userErased, detail: { userId: userIdOf(userid), actor } }];
  }
  const validAfter = after?.[USER_RECORD_ATTRIBUTE.validAfter];
  if (validAfter === undefined || validAfter === before?.[USER_RECORD_ATTRIBUTE.validAfter]) return [];
  const { userid, sessionsendedby: actor } = WITHOUT_SESSIONS.parse(after);
  return [{ detailType: DETAIL_TYPE.sessionsRevoked, detail: { userId: userIdOf(userid), actor } }];
}

/** The end of the sessions of a user. It has a tenant if an admin has ended them. */
const SESSIONS_END = z.object({
  sessionsendedby: z.object({
    at: TIME, requestid: z.optional(z.string()), sealedclient: z.optional(z.string()), tenantid: z.optional(TENANT),
  }),
});

/** @returns nothing for a row without such an end */
export function sessionsEndOf({ after }: Change): z.infer<typeof SESSIONS_END>['sessionsendedby'] | undefined {
  return SESSIONS_END.safeParse(after).data?.sessionsendedby;
}

function userIdOf(key: string): string {
  return USER.parse(key.slice(USER_RECORD_PREFIX.length));
}
