import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { outputs, sqs } from './engine';
import { eventually } from '../../../local/client/eventually';
import type { DeadLetter } from '../../../src/contract/events';

/**
 * Takes the dead letter of one event out of the queue; those of other tests stay there. What a rule could not deliver is
 * there as the event itself.
 */
export async function takeDeadLetter(eventId: string, withinMs?: number): Promise<DeadLetter> {
  return eventually(`the dead letter of event ${eventId}`, async () => (await takeDeadLetters([eventId]))[0], withinMs);
}

/** The id of the message with the dead letter of an event, which stays in the queue. */
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

/** Takes the dead letters of these events out of the queue, as far as they are there by now. */
export async function takeDeadLetters(eventIds: readonly string[]): Promise<DeadLetter[]> {
  const QueueUrl = outputs.DeadLetterQueueUrl;
  const seen = new Set<string>();
  const taken: DeadLetter[] = [];
  for (;;) {
    // Long enough to get past the letters of others, short enough for others to see them soon.
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
