import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { eventsOf, type PublishedEvent, UnreadableChangeError } from './change-events';
import type { KeepFailedChange } from './failed-changes';
import type { PublishChanges } from './publisher';
import { METRIC } from '../../../contract/metrics';
import { startLog } from '../../observability/log';
import type { Metrics } from '../../observability/metrics';

export interface ChangeEventsHandlerProps {
  readonly publishChanges: PublishChanges;
  readonly keepFailedChange: KeepFailedChange;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Publishes the events of change streams in order. Lambda delivers an event that the bus refuses again, together with all later ones. */
export function createHandler({ publishChanges, keepFailedChange, logger, metrics }: ChangeEventsHandlerProps) {
  /** An unreadable row is written to the bucket. A retry could never read it, and would delay all later changes. */
  async function readOrKeep(record: DynamoDBRecord): Promise<PublishedEvent[]> {
    try {
      return eventsOf(record);
    } catch (error) {
      if (!(error instanceof UnreadableChangeError)) throw error;
      await keepFailedChange(record, error.message);
      logger.error('A change could not be read and was written to the bucket', { eventId: record.eventID, reason: error.message });
      metrics.count(METRIC.changeUnreadable);
      return [];
    }
  }

  return async ({ Records: records }: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    startLog(logger, context.awsRequestId);
    const events: Array<PublishedEvent & { readonly sequenceNumber: string }> = [];
    for (const record of records) {
      const sequenceNumber = record.dynamodb!.SequenceNumber!;
      events.push(...(await readOrKeep(record)).map((event) => ({ ...event, sequenceNumber })));
    }
    const refused = await publishChanges(events);
    return { batchItemFailures: refused === undefined ? [] : [{ itemIdentifier: refused.sequenceNumber }] };
  };
}
