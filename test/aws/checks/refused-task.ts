import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type DeadLetter, DETAIL_TYPE, eventSources, type SignUpDetail } from '../../../src/contract/events';
import { demand, type Check } from '../check';
import { APPLICATION_NAME } from '../support/application';
import { clients } from '../support/clients';
import { whileDenied } from '../support/denied';

/** Changes of IAM take effect after some time. Sign-ups before that succeed. */
const SIGN_UP_EVERY_MS = 30_000;

/** Five tries with waits between them, the delivery, and the delay of IAM. */
const DEAD_LETTER_MS = 180_000;

export const refusedTask: Check = {
  proves: 'a sign-up whose saga cannot write to the table becomes a dead letter, whatever the name of the error',
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

/** Removes the dead letter of one of these users from the queue, and returns it. */
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
