import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { readDeadLetter } from './dead-letter';
import type { StartMachine } from './state-machines';
import { REPAIR_OUTCOME, type RepairBody, type RepairOutcome, type RepairReport } from '../../contract/repair';

export interface DeadLetterRepairProps {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly start: StartMachine;
}

/** Longer than a call of the function lasts, so that none of its messages comes twice. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** As many messages as one receive gives at most. */
const BATCH_SIZE = 10;

/**
 * Gives dead letters back to the state machines that gave them up. A letter is deleted once the machine has its event, so
 * none is lost in between; the machine changes nothing when it gets an event twice.
 *
 * @param deadline When to stop, in milliseconds since the epoch.
 */
export async function repairDeadLetters(
  { sqs, queueUrl, start }: DeadLetterRepairProps,
  { messageIds, dryRun = false }: RepairBody,
  deadline: number,
): Promise<Pick<RepairReport, 'deadLetters' | 'hasMore'>> {
  const startedAt = Date.now();
  const reports: Array<RepairReport['deadLetters'][number]> = [];
  const untouched: Message[] = [];
  let hasMore = false;

  while (reports.length < (messageIds?.length ?? Infinity)) {
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
      const isMeant = messageIds === undefined
        // What this very call has brought back is for the next one.
        ? Number(message.Attributes?.SentTimestamp ?? 0) <= startedAt
        : messageIds.includes(message.MessageId!);
      if (!isMeant) {
        untouched.push(message);
        return;
      }
      const outcome = dryRun ? REPAIR_OUTCOME.found : await giveBack(message);
      if (outcome !== REPAIR_OUTCOME.started) untouched.push(message);
      const { error, state, failedAt } = readDeadLetter(message);
      reports.push({ messageId: message.MessageId!, outcome, error, state, failedAt });
    }));
  }

  await makeVisible(untouched);
  return { deadLetters: reports, hasMore };

  async function giveBack(message: Message): Promise<RepairOutcome> {
    const { event, stateMachine } = readDeadLetter(message);
    const outcome = await start({ stateMachine, event, executionName: `repair-${message.MessageId!}` });
    if (outcome === REPAIR_OUTCOME.started) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
    }
    return outcome;
  }

  /** Puts messages back at once that nothing was done with. */
  async function makeVisible(messages: readonly Message[]): Promise<void> {
    await Promise.all(messages.map(async ({ ReceiptHandle }) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }))));
  }
}
