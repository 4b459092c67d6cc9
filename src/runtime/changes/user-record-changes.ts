import * as z from 'zod/mini';
import { ACTOR } from './actor-of-change';
import { type Change, type ChangeEvent, USER } from './change';
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

function userIdOf(key: string): string {
  return USER.parse(key.slice(USER_RECORD_PREFIX.length));
}
