import { ChangeMessageVisibilityCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { sqs } from './clients';

/** All visible messages of a queue. They stay in the queue. */
export async function messagesIn(QueueUrl: string): Promise<Message[]> {
  const seen: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 60,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    }));
    if (Messages.length === 0) break;
    seen.push(...Messages);
  }
  await Promise.all(seen.map(({ ReceiptHandle }) => sqs.send(new ChangeMessageVisibilityCommand({
    QueueUrl, ReceiptHandle, VisibilityTimeout: 0,
  }))));
  return seen;
}
