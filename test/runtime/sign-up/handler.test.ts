import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { createUserCreatedPublisher } from '../../../src/runtime/shared/user-created';
import { createHandler } from '../../../src/runtime/sign-up/handler';
import { EMAIL, lambdaContext, PERSON_NAME, postConfirmationEvent, USER_ID, userAttributes } from '../events';
import { Output } from '../output';

const eventBridge = mockClient(EventBridgeClient);
let output: Output;

beforeEach(() => {
  eventBridge.reset();
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
  output = new Output();
});

afterEach(() => jest.restoreAllMocks());

function handler() {
  return createHandler({
    publishUserCreated: createUserCreatedPublisher({
      eventBridge: new EventBridgeClient({}),
      applicationName: 'bbq',
      eventBusName: 'the-bus',
    }),
    logger: output.logger,
    metrics: output.metrics,
  });
}

test('puts a sign-up on the bus, once, and hands the event back', async () => {
  const event = postConfirmationEvent();

  await expect(handler()(event, lambdaContext())).resolves.toBe(event);

  const [call, ...others] = eventBridge.commandCalls(PutEventsCommand);
  expect(others).toEqual([]);
  const [entry] = call.args[0].input.Entries!;
  expect(call.args[0].input.Entries).toHaveLength(1);
  expect({ ...entry, Detail: JSON.parse(entry.Detail!) }).toEqual({
    EventBusName: 'the-bus',
    Source: 'bbq.user',
    DetailType: 'created',
    Detail: { email: EMAIL, userName: USER_ID, name: PERSON_NAME, userId: USER_ID },
  });
  expect(output.counted).toEqual(['SignUpPublished']);
});

test('takes a password reset for no sign-up', async () => {
  const event = postConfirmationEvent('PostConfirmation_ConfirmForgotPassword');

  await expect(handler()(event, lambdaContext())).resolves.toBe(event);

  expect(eventBridge.calls()).toHaveLength(0);
  expect(output.counted).toEqual([]);
});

describe('tells the user, without internals, that setting up failed', () => {
  const FOR_THE_USER = new Error('Your account is confirmed, but setting it up is not finished. Sign in to try again.');

  test('when the bus is not reached', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('connect ECONNREFUSED'));
    await expect(handler()(postConfirmationEvent(), lambdaContext())).rejects.toEqual(FOR_THE_USER);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
  });

  test('when the bus refuses the entry', async () => {
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: `Rate exceeded for ${EMAIL}` }],
    });
    await expect(handler()(postConfirmationEvent(), lambdaContext())).rejects.toEqual(FOR_THE_USER);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
    expect(output.text).toContain('ThrottlingException');
    expect(output.text).not.toContain(EMAIL);
  });

  test('when the event has no user', async () => {
    const { sub: _, ...attributes } = userAttributes();
    await expect(handler()(postConfirmationEvent('PostConfirmation_ConfirmSignUp', attributes), lambdaContext())).rejects.toEqual(FOR_THE_USER);
    expect(eventBridge.calls()).toHaveLength(0);
  });
});
