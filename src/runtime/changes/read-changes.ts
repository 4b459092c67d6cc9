import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Change, changeOf } from './change';
import { eventsOf, type PublishedEvent, readable, UnreadableChangeError } from './change-events';
import type { KeepFailedChange } from './failed-changes';
import { endedMembership } from './membership-changes';
import type { FindRemoval, Removal } from './removals';
import { METRIC } from '../../contract/metrics';
import type { Metrics } from '../observability/metrics';

export interface ReadChangesProps {
  readonly findRemoval: FindRemoval;
  readonly keepFailedChange: KeepFailedChange;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A change of a stream and its events. */
export interface ReadChange {
  readonly change: Change;
  readonly events: readonly PublishedEvent[];
  /** Present for the end of a membership. */
  readonly removal?: Removal;
  /** The position in the stream from which Lambda repeats a batch. */
  readonly sequenceNumber: string;
}

/** Creates the function that reads the records of a change stream, in order. Records that cannot be read are left out. */
export function createReadChanges({ findRemoval, keepFailedChange, logger, metrics }: ReadChangesProps) {
  return async (records: readonly DynamoDBRecord[]): Promise<ReadChange[]> => {
    const changes: ReadChange[] = [];
    for (const record of records) {
      const change = await readOrKeep(record);
      if (change !== undefined) changes.push(change);
    }
    return changes;
  };

  /** An unreadable row is written to the bucket. A retry could never read it, and would delay all later changes. */
  async function readOrKeep(record: DynamoDBRecord): Promise<ReadChange | undefined> {
    try {
      return await read(record);
    } catch (error) {
      if (!(error instanceof UnreadableChangeError)) throw error;
      await keepFailedChange(record, error.message);
      logger.error('A change could not be read and was written to the bucket', { eventId: record.eventID, reason: error.message });
      metrics.count(METRIC.changeUnreadable);
      return undefined;
    }
  }

  async function read(record: DynamoDBRecord): Promise<ReadChange> {
    const change = changeOf(record);
    const ended = readable(() => endedMembership(change));
    const removal = ended && await findRemoval(ended);
    return { change, events: eventsOf(change, removal), removal, sequenceNumber: record.dynamodb!.SequenceNumber! };
  }
}
