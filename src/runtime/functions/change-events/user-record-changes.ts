import * as z from 'zod/mini';
import { type Change, type ChangeEvent, TEXT, USER } from './change';
import { ACTOR_TYPE } from '../../../contract/actor';
import { USER_RECORD_PREFIX } from '../../../contract/attributes';
import { DETAIL_TYPE } from '../../../contract/events';
import { isErased } from '../../users/erased-user';

const TOMBSTONE = z.object({ userid: z.string(), erasedby: z.object({ type: z.enum(ACTOR_TYPE), id: TEXT }) });

/** Returns the event for a user who was erased. Other changes of a user's record have no event. */
export function userRecordEvents({ before, after }: Change): ChangeEvent[] {
  if (!isErased(after) || isErased(before)) return [];
  const { userid, erasedby: actor } = TOMBSTONE.parse(after);
  return [{ detailType: DETAIL_TYPE.userErased, detail: { userId: USER.parse(userid.slice(USER_RECORD_PREFIX.length)), actor } }];
}
