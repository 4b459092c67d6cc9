import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type DeadLetter, DETAIL_TYPE, eventSources, type SignUpDetail } from '../../../src/contract/events';
import { demand, type Check } from '../check';
import { APPLICATION_NAME } from '../support/application';
import { clients } from '../support/clients';
import { whileDenied } from '../support/denied';

/** IAM takes some time until all of AWS knows: sign-ups before that succeed. */
const SIGN_UP_EVERY_MS = 30_000;

/** Five tries with waits between them, the delivery, and what IAM takes. */
const DEAD_LETTER_MS = 180_000;

export const refusedTask: Check = {
  proves: 'a sign-up whose saga is refused the table is in the dead-letter queue, whatever the error is called',
  covers: 'A task that its role refuses',
  alone: true,
  run: async (app) => {
    const { outputs } = app;
    const { physicalId } = await app.resource('AWS::IAM::Role', 'SagaCreateTenantStateMachineRole');
    return whileDenied(physicalId, ['dynamodb:*'], async () => {
      const userIds: string[] = [];
      let lastSignUp = 0;
      const letter = await app.eventually('the dead letter', async () => {
        if (Date.now() - lastSignUp > SIGN_UP_EVERY_MS) {
          lastSignUp = Date.now();
          userIds.push(await publishSignUp(outputs.EventBusName));
        }
        return takeDeadLetter(outputs.DeadLetterQueueUrl, userIds);
      }, DEAD_LETTER_MS);
      demand(/AccessDenied|Exception/.test(letter.error), `The error must name an exception, but was ${letter.error}.`);
      return `${letter.error} in ${letter.state}`;
    });
  },
};

/** @returns the id of a user who does not exist */
async function publishSignUp(EventBusName: string): Promise<string> {
  const userId = randomUUID();
  const detail: SignUpDetail = { email: 'refused@example.com', userName: userId, name: 'Refused', userId };
  await clients.eventBridge().send(new PutEventsCommand({
    Entries: [{ EventBusName, Source: eventSources(APPLICATION_NAME).user, DetailType: DETAIL_TYPE.created, Detail: JSON.stringify(detail) }],
  }));
  return userId;
}

/** The dead letter of one of these users, which is taken out of the queue. */
async function takeDeadLetter(QueueUrl: string, userIds: readonly string[]): Promise<DeadLetter | undefined> {
  const sqs = clients.sqs();
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }));
  for (const { Body, ReceiptHandle } of Messages) {
    if (!userIds.some((userId) => Body!.includes(userId))) continue;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return JSON.parse(Body!) as DeadLetter;
  }
  return undefined;
}
