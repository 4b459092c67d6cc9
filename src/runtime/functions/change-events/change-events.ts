import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Change, type ChangeEvent, changeOf } from './change';
import { invitationEvents } from './invitation-changes';
import { membershipEvents } from './membership-changes';
import { tenantEvents } from './tenant-changes';
import { INVITATION_ATTRIBUTE, USER_ATTRIBUTE } from '../../../contract/attributes';
import { CHANGE_EVENT_VERSION, type DetailType, type TenantEventDetails } from '../../../contract/events';

/** An event as it is put on the bus. */
export interface PublishedEvent {
  readonly detailType: DetailType;
  readonly detail: TenantEventDetails[keyof TenantEventDetails];
}

/** A row has not what the event of its change needs. The message names attributes, and none of their values. */
export class UnreadableChangeError extends Error {
  override readonly name = 'UnreadableChangeError';
}

/**
 * The events of a change; none for a change that nobody is told of.
 *
 * @throws UnreadableChangeError
 */
export function eventsOf(record: DynamoDBRecord): PublishedEvent[] {
  const change = changeOf(record);
  const events = readEvents(change);
  return events.map(({ detailType, detail }) => ({
    detailType,
    detail: {
      ...detail,
      // One change can be two events, and each has an id of its own.
      eventId: events.length === 1 ? change.id : `${change.id}-${detailType}`,
      occurredAt: change.occurredAt,
      version: CHANGE_EVENT_VERSION,
    },
  }));
}

function readEvents(change: Change): ChangeEvent[] {
  try {
    return readerOf(change)(change);
  } catch (error) {
    if (!(error instanceof z.core.$ZodError)) throw error;
    const attributes = new Set(error.issues.map(({ path }) => path.join('.')));
    throw new UnreadableChangeError(`Of the row, these are missing or not as they have to be: ${[...attributes].join(', ')}.`);
  }
}

/** The keys of a row say which table it is of. */
function readerOf({ keys }: Change): (change: Change) => ChangeEvent[] {
  if (INVITATION_ATTRIBUTE.invitationId in keys) return invitationEvents;
  return USER_ATTRIBUTE.userId in keys ? membershipEvents : tenantEvents;
}
