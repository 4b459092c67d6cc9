import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type Change, TEXT, TIME } from './change';
import { type Actor, ACTOR_TYPE, type ChangedBy } from '../../contract/actor';

export const ACTOR = z.object({ type: z.enum(ACTOR_TYPE), id: TEXT });

/** The name of the attribute is the same in all tables. */
const STAMPED = z.object({
  changedby: z.object({ type: z.enum(ACTOR_TYPE), id: TEXT, at: TIME, requestid: z.optional(z.string()), sealedclient: z.optional(z.string()) }),
});

/**
 * Returns who made a change, when, and in which request.
 *
 * @returns nothing if the application has written the row itself: it then still has the actor of the change before, or none
 */
export function stampOf({ before, after }: Pick<Change, 'before' | 'after'>): ChangedBy | undefined {
  const [last, now] = [before, after].map((row) => STAMPED.safeParse(row).data?.changedby);
  return isDeepStrictEqual(now, last) ? undefined : now;
}

/** Returns the field of an event for the actor of a change. */
export function actorOf(change: Pick<Change, 'before' | 'after'>): { readonly actor?: Actor } {
  const stamp = stampOf(change);
  return stamp === undefined ? {} : { actor: { type: stamp.type, id: stamp.id } };
}
