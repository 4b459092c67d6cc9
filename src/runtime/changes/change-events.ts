// Taken from the namespace of zod/mini, the class would bring all of zod into the bundle: 390 KB.
import { $ZodError } from 'zod/v4/core';
import type { Change, ChangeEvent } from './change';
import { invitationEvents } from './invitation-changes';
import { membershipEvents } from './membership-changes';
import type { Removal } from './removals';
import { tenantEvents } from './tenant-changes';
import { userRecordEvents } from './user-record-changes';
import { INVITATION_ATTRIBUTE, USER_ATTRIBUTE, USER_RECORD_PREFIX } from '../../contract/attributes';
import { CHANGE_EVENT_VERSION, type ChangeEventDetails, type DetailType } from '../../contract/events';

/** An event for the bus. */
export interface PublishedEvent {
  readonly detailType: DetailType;
  readonly detail: ChangeEventDetails[keyof ChangeEventDetails];
}

/** A row does not have all attributes that its event needs. The message contains names of attributes, but no values. */
export class UnreadableChangeError extends Error {
  override readonly name = 'UnreadableChangeError';
}

/**
 * Returns the events of a change. Some changes have no event.
 *
 * @param removal How the membership has ended, for a change that ends one.
 * @throws UnreadableChangeError
 */
export function eventsOf(change: Change, removal?: Removal): PublishedEvent[] {
  const events = readable(() => readerOf(change)(change, removal));
  return events.map(({ detailType, detail }) => ({
    detailType,
    detail: {
      ...detail,
      // One change can have two events. Each event needs its own id.
      eventId: events.length === 1 ? change.id : `${change.id}-${detailType}`,
      occurredAt: change.occurredAt,
      version: CHANGE_EVENT_VERSION,
    },
  }));
}

/**
 * Reads a row with a schema.
 *
 * @throws UnreadableChangeError
 */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof $ZodError)) throw error;
    const attributes = new Set(error.issues.map(({ path }) => path.join('.')));
    throw new UnreadableChangeError(`These attributes of the row are missing or invalid: ${[...attributes].join(', ')}.`);
  }
}

/** Chooses the reader by the keys of the row, which differ between the tables. */
function readerOf({ keys }: Change): (change: Change, removal?: Removal) => ChangeEvent[] {
  if (INVITATION_ATTRIBUTE.invitationId in keys) return invitationEvents;
  if (!(USER_ATTRIBUTE.userId in keys)) return tenantEvents;
  return String(keys[USER_ATTRIBUTE.userId]).startsWith(USER_RECORD_PREFIX) ? userRecordEvents : membershipEvents;
}
