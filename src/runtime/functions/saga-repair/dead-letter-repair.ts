import type { Logger } from '@aws-lambda-powertools/logger';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { readDeadLetter, type SagaEvent } from './dead-letter';
import type { GiveBack } from './give-back';
import { REPAIR_OUTCOME, type RepairBody, type RepairOutcome, type RepairReport } from '../../../contract/repair';
import { loggable } from '../../observability/log';

export interface DeadLetterRepairProps {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly giveBack: GiveBack;
  readonly logger: Logger;
}

/** Longer than the timeout of the function, so one call never receives a message twice. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** Highest number of messages that SQS returns at once. */
const BATCH_SIZE = 10;

/**
 * Processes the events of dead letters again. A letter is deleted only after its event was started or published again, so no event is lost.
 * Processing an event twice changes nothing.
 *
 * @param deadline Time at which no further messages are received, in milliseconds since the epoch.
 */
export async function repairDeadLetters(
  { sqs, queueUrl, giveBack, logger }: DeadLetterRepairProps,
  { messageIds, dryRun = false, discard = false }: RepairBody,
  deadline: number,
): Promise<Pick<RepairReport, 'deadLetters' | 'notFound' | 'hasMore'>> {
  const startedAt = Date.now();
  const wanted = messageIds && new Set(messageIds);
  const reports = new Map<string, RepairReport['deadLetters'][number]>();
  const untouched: Message[] = [];
  let hasMore = false;

  while (wanted === undefined || reports.size < wanted.size) {
    if (Date.now() > deadline) {
      hasMore = true;
      break;
    }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: BATCH_SIZE,
      VisibilityTimeout: VISIBILITY_TIMEOUT_SECONDS,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    }));
    if (Messages.length === 0) break;

    await Promise.all(Messages.map(async (message) => {
      if (!isMeant(message)) {
        untouched.push(message);
        return;
      }
      const { event, error, state, failedAt } = readDeadLetter(message);
      const outcome = await settle(message, event);
      if (!isGone(outcome)) untouched.push(message);
      reports.set(message.MessageId!, { messageId: message.MessageId!, outcome, error, state, failedAt });
    }));
  }

  await Promise.all(untouched.map(makeVisible));
  return { deadLetters: [...reports.values()], notFound: [...wanted ?? []].filter((id) => !reports.has(id)), hasMore };

  function isMeant({ MessageId, Attributes }: Message): boolean {
    return wanted === undefined
      // A letter that results from this call is left for the next call.
      ? Number(Attributes?.SentTimestamp ?? 0) <= startedAt
      : wanted.has(MessageId!);
  }

  /** Repairs one letter. A failure concerns only this letter, so the report still covers all others. */
  async function settle({ MessageId, ReceiptHandle }: Message, event: SagaEvent | undefined): Promise<RepairOutcome> {
    try {
      if (dryRun) return event === undefined ? REPAIR_OUTCOME.unreadable : REPAIR_OUTCOME.found;
      const outcome = discard ? REPAIR_OUTCOME.discarded : await giveBack(event, `repair-${MessageId!}`);
      if (isGone(outcome)) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
      return outcome;
    } catch (error) {
      logger.error('A dead letter could not be deleted', loggable(error));
      return REPAIR_OUTCOME.failed;
    }
  }

  /** Makes an unprocessed message visible at once. Otherwise it would stay hidden for a minute. */
  async function makeVisible({ ReceiptHandle }: Message): Promise<void> {
    try {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    } catch (error) {
      logger.warn('A dead letter stays hidden for a minute', loggable(error));
    }
  }
}

function isGone(outcome: RepairOutcome): boolean {
  return outcome === REPAIR_OUTCOME.started || outcome === REPAIR_OUTCOME.discarded;
}
