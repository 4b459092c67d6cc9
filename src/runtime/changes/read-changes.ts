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
}

/** Something that follows from a change, with the position in the stream from which Lambda repeats a batch. */
export type Sequenced<Result> = Result & { readonly sequenceNumber: string };

/**
 * Creates the function that reads the records of a change stream, in order. Records that cannot be read are left out.
 *
 * @param resultsOf Returns what follows from a change. It can throw an `UnreadableChangeError`.
 */
export function createReadChanges<Result extends object>(
  { findRemoval, keepFailedChange, logger, metrics }: ReadChangesProps, resultsOf: (read: ReadChange) => readonly Result[],
) {
  return async (records: readonly DynamoDBRecord[]): Promise<Array<Sequenced<Result>>> => {
    const results: Array<Sequenced<Result>> = [];
    for (const record of records) {
      const sequenceNumber = record.dynamodb!.SequenceNumber!;
      results.push(...(await readOrKeep(record)).map((result) => ({ ...result, sequenceNumber })));
    }
    return results;
  };

  /** An unreadable row is written to the bucket. A retry could never read it, and would delay all later changes. */
  async function readOrKeep(record: DynamoDBRecord): Promise<readonly Result[]> {
    try {
      return resultsOf(await read(record));
    } catch (error) {
      if (!(error instanceof UnreadableChangeError)) throw error;
      await keepFailedChange(record, error.message);
      logger.error('A change could not be read and was written to the bucket', { eventId: record.eventID, reason: error.message });
      metrics.count(METRIC.changeUnreadable);
      return [];
    }
  }

  async function read(record: DynamoDBRecord): Promise<ReadChange> {
    const change = changeOf(record);
    const ended = readable(() => endedMembership(change));
    const removal = ended && await findRemoval(ended);
    return { change, events: eventsOf(change, removal), removal };
  }
}
