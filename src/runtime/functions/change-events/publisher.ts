import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { PublishedEvent } from './change-events';
import { eventSources } from '../../../contract/events';
import { METRIC } from '../../../contract/metrics';
import { loggable } from '../../observability/log';
import { count } from '../../observability/metrics';

/**
 * EventBridge takes 10 entries and 256 KB a request. An entry has five texts of 2,048 characters at most, each of them six
 * bytes in JSON at most: 63 KB. So no entry is too large, and four fit into a request whatever is in them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const ENTRIES_PER_REQUEST = 4;

export interface ChangePublisherProps {
  readonly eventBridge: EventBridgeClient;
  readonly applicationName: string;
  readonly eventBusName: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Puts events on the bus, one after the other. @returns the first that the bus did not take; those after it may not have been tried */
export type PublishChanges = <Event extends PublishedEvent>(events: readonly Event[]) => Promise<Event | undefined>;

export function createChangePublisher({ eventBridge, applicationName, eventBusName, logger, metrics }: ChangePublisherProps): PublishChanges {
  const source = eventSources(applicationName).tenant;

  function entryOf({ detailType, detail }: PublishedEvent): PutEventsRequestEntry {
    return { EventBusName: eventBusName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
  }

  /** @returns index of the first event that the bus did not take */
  async function put(events: readonly PublishedEvent[]): Promise<number | undefined> {
    try {
      const { FailedEntryCount = 0, Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: events.map(entryOf) }));
      count(metrics, METRIC.changePublished, events.length - FailedEntryCount);
      if (FailedEntryCount === 0) return undefined;
      const refused = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
      // The error message of an entry is left out: it may repeat what was sent.
      logger.error('The event bus refused events, which are tried again', { count: FailedEntryCount, errorCode: Entries[refused]?.ErrorCode });
      count(metrics, METRIC.changePublishFailed, FailedEntryCount);
      return Math.max(refused, 0);
    } catch (error) {
      logger.error('The event bus was not reached, and events are tried again', { count: events.length, ...loggable(error) });
      count(metrics, METRIC.changePublishFailed, events.length);
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
