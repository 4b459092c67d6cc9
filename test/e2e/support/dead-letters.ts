import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { outputs, sqs } from './engine';
import { eventually } from '../../../local/client/eventually';
import type { DeadLetter } from '../../../src/contract/events';

/**
 * Removes the dead letter of an event from the queue, and returns it. Dead letters of other tests stay in the queue. If a rule could
 * not deliver the event, its dead letter is the event itself.
 */
export async function takeDeadLetter(eventId: string, withinMs?: number): Promise<DeadLetter> {
  return eventually(`the dead letter of event ${eventId}`, async () => (await takeDeadLetters([eventId]))[0], withinMs);
}

/** The message id of the dead letter of an event. The message stays in the queue. */
export async function messageIdOf(eventId: string, withinMs?: number): Promise<string> {
  return eventually(`the dead letter of event ${eventId}`, async () => {
    const QueueUrl = outputs.DeadLetterQueueUrl;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }));
    return Messages.find(({ Body }) => {
      const letter = JSON.parse(Body!);
      return (letter.event ?? letter).id === eventId;
    })?.MessageId;
  }, withinMs);
}

/** Removes the dead letters of these events from the queue, if they are there yet, and returns them. */
export async function takeDeadLetters(eventIds: readonly string[]): Promise<DeadLetter[]> {
  const QueueUrl = outputs.DeadLetterQueueUrl;
  const seen = new Set<string>();
  const taken: DeadLetter[] = [];
  for (;;) {
    // Long enough to read past the letters of other tests, and short enough for other tests to see theirs soon.
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }));
    const news = Messages.filter(({ MessageId }) => !seen.has(MessageId!));
    if (news.length === 0) return taken;
    for (const { MessageId, Body, ReceiptHandle } of news) {
      seen.add(MessageId!);
      const letter = JSON.parse(Body!);
      if (!eventIds.includes((letter.event ?? letter).id)) continue;
      taken.push(letter);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
