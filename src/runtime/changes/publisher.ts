import type { Logger } from '@aws-lambda-powertools/logger';
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { DETAIL_TYPE, type DetailType, eventSources } from '../../contract/events';
import { METRIC } from '../../contract/metrics';
import { loggable } from '../observability/log';
import type { Metrics } from '../observability/metrics';

/**
 * EventBridge accepts 10 entries and 256 KB a request. An entry has at most six texts of 2,048 characters, and a character has at most
 * six bytes in JSON, so an entry has at most 76 KB. So no entry is too large, and three entries always fit into one request.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const ENTRIES_PER_REQUEST = 3;

/** An event for the bus. */
export interface BusEvent {
  readonly detailType: DetailType;
  readonly detail: object;
}

/** The events about a user and not about a tenant. */
const OF_USERS: readonly string[] = [DETAIL_TYPE.userErased, DETAIL_TYPE.sessionsRevoked];

export interface ChangePublisherProps {
  readonly eventBridge: EventBridgeClient;
  readonly applicationName: string;
  readonly eventBusName: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Puts events on the bus in order.
 *
 * @returns the first event that the bus refused; later events may not have been sent
 */
export type PublishChanges = <Event extends BusEvent>(events: readonly Event[]) => Promise<Event | undefined>;

export function createChangePublisher({ eventBridge, applicationName, eventBusName, logger, metrics }: ChangePublisherProps): PublishChanges {
  const sources = eventSources(applicationName);

  function entryOf({ detailType, detail }: BusEvent): PutEventsRequestEntry {
    const source = OF_USERS.includes(detailType) ? sources.user : sources.tenant;
    return { EventBusName: eventBusName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
  }

  /** @returns index of the first event that the bus refused */
  async function put(events: readonly BusEvent[]): Promise<number | undefined> {
    try {
      const { FailedEntryCount = 0, Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: events.map(entryOf) }));
      metrics.count(METRIC.changePublished, events.length - FailedEntryCount);
      if (FailedEntryCount === 0) return undefined;
      const refused = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
      // The error message of an entry is left out because it can repeat the event.
      logger.error('The event bus refused events, which will be sent again', { count: FailedEntryCount, errorCode: Entries[refused]?.ErrorCode });
      metrics.count(METRIC.changePublishFailed, FailedEntryCount);
      return Math.max(refused, 0);
    } catch (error) {
      logger.error('The event bus could not be reached. The events will be sent again', { count: events.length, ...loggable(error) });
      metrics.count(METRIC.changePublishFailed, events.length);
      return 0;
    }
  }

  return async (events) => {
    for (let start = 0; start < events.length; start += ENTRIES_PER_REQUEST) {
      const request = events.slice(start, start + ENTRIES_PER_REQUEST);
      const refused = await put(request);
      if (refused !== undefined) return request[refused];
    }
    return undefined;
  };
}
