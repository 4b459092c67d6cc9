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

/** Longer than a call of the function lasts, so that none of its messages comes twice. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** As many messages as one receive gives at most. */
const BATCH_SIZE = 10;

/**
 * Gives dead letters back to what gave them up. A letter is deleted once its event was given back, so
 * none is lost in between; the machine changes nothing when it gets an event twice.
 *
 * @param deadline When to stop, in milliseconds since the epoch.
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
      // What this very call has brought back is for the next one.
      ? Number(Attributes?.SentTimestamp ?? 0) <= startedAt
      : wanted.has(MessageId!);
  }

  /** What becomes of one letter. A failure is the letter's own: the report tells about all others too. */
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

  /** Puts a message back at once that nothing was done with. Otherwise it would come back by itself, a minute later. */
  async function makeVisible({ ReceiptHandle }: Message): Promise<void> {
    try {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    } catch (error) {
      logger.warn('A dead letter stays out of sight for a minute', loggable(error));
    }
  }
}

function isGone(outcome: RepairOutcome): boolean {
  return outcome === REPAIR_OUTCOME.started || outcome === REPAIR_OUTCOME.discarded;
}
