import { DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createTriggerDeadline } from '../../../../src/runtime/aws/trigger-deadline';
import { createHandler } from '../../../../src/runtime/functions/sign-up/handler';
import { createNoteInvited } from '../../../../src/runtime/functions/sign-up/note-invited';
import { createUserCreatedPublisher, type PublishUserCreated } from '../../../../src/runtime/users/user-created';
import { meaningOf } from '../../../dynamodb-meaning';
import { EMAIL, lambdaContext, PERSON_NAME, postConfirmationEvent, USER_ID, userAttributes } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const eventBridge = mockClient(EventBridgeClient);
const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  eventBridge.reset();
  dynamo.reset();
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

function handler(areInvitationsOn = true) {
  return createHandler({
    publishUserCreated: createUserCreatedPublisher({
      eventBridge: new EventBridgeClient({}),
      applicationName: 'bbq',
      eventBusName: 'the-bus',
    }),
    noteInvited: areInvitationsOn ? createNoteInvited(DynamoDBDocumentClient.from(new DynamoDBClient({})), 'users') : undefined,
    deadlineOf: createTriggerDeadline(0),
    logger: output.logger,
    metrics: output.metrics,
  });
}

test('publishes a sign-up once, and returns the event', async () => {
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

test('ends before the timeout of Cognito, even if the bus does not answer', async () => {
  const publish: PublishUserCreated = async (_, signal) => new Promise((__, reject) => {
    signal!.addEventListener('abort', () => reject(signal!.reason));
  });
  const hanging = createHandler({
    publishUserCreated: publish, deadlineOf: createTriggerDeadline(0), logger: output.logger, metrics: output.metrics,
  });
  const start = Date.now();

  await expect(hanging(postConfirmationEvent(), { ...lambdaContext(), getRemainingTimeInMillis: () => 1_500 })).rejects.toThrow('Your account is confirmed');

  expect(Date.now() - start).toBeLessThan(1_500);
});

describe('a sign-up through an invitation', () => {
  const invitedEvent = (clientMetadata = { invitation: 'true' }): ReturnType<typeof postConfirmationEvent> => {
    const event = postConfirmationEvent();
    return { ...event, request: { ...event.request, clientMetadata } };
  };
  const published = () => eventBridge.commandCalls(PutEventsCommand).map(({ args }) => JSON.parse(args[0].input.Entries![0].Detail!));

  test('is recorded in the user\'s record before it is published', async () => {
    dynamo.on(UpdateCommand).callsFake(() => {
      expect(eventBridge.calls()).toHaveLength(0);
      return {};
    });

    await handler()(invitedEvent(), lambdaContext());

    expect(dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input))).toEqual([{
      TableName: 'users',
      Key: { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` },
      set: { invited: true },
      condition: 'attribute_not_exists(erasedat)',
    }]);
    expect(published()).toEqual([{ email: EMAIL, userName: USER_ID, name: PERSON_NAME, userId: USER_ID, invited: true }]);
    expect(output.counted).toEqual(['SignUpPublished']);
  });

  test('is not published if it could not be recorded, because a tenant would be created for it', async () => {
    dynamo.on(UpdateCommand).rejects(new Error('no capacity'));
    await expect(handler()(invitedEvent(), lambdaContext())).rejects.toThrow('setting it up is not finished');
    expect(eventBridge.calls()).toHaveLength(0);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
  });

  test('is recorded again after a conflict with a transaction', async () => {
    dynamo.on(UpdateCommand).rejectsOnce(new TransactionConflictException({ message: '', $metadata: {} })).resolves({});

    await handler()(invitedEvent(), lambdaContext());

    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(2);
    expect(published()).toEqual([expect.objectContaining({ invited: true })]);
  });

  test('is an ordinary sign-up without invitations', async () => {
    await handler(false)(invitedEvent(), lambdaContext());
    expect(dynamo.calls()).toHaveLength(0);
    expect(published()).toEqual([expect.not.objectContaining({ invited: true })]);
  });

  test('is not recognized by other metadata', async () => {
    await handler()(invitedEvent({ campaign: 'spring' } as never), lambdaContext());
    expect(dynamo.calls()).toHaveLength(0);
    expect(published()).toEqual([expect.not.objectContaining({ invited: true })]);
  });
});

test('ignores a password reset', async () => {
  const event = postConfirmationEvent('PostConfirmation_ConfirmForgotPassword');

  await expect(handler()(event, lambdaContext())).resolves.toBe(event);

  expect(eventBridge.calls()).toHaveLength(0);
  expect(output.counted).toEqual([]);
});

describe('tells the user, without internals, that the setup failed', () => {
  const FOR_THE_USER = new Error('Your account is confirmed, but setting it up is not finished. Sign in to try again.');

  test('if the bus cannot be reached', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('connect ECONNREFUSED'));
    await expect(handler()(postConfirmationEvent(), lambdaContext())).rejects.toEqual(FOR_THE_USER);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
  });

  test('if the bus refuses the entry', async () => {
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: `Rate exceeded for ${EMAIL}` }],
    });
    await expect(handler()(postConfirmationEvent(), lambdaContext())).rejects.toEqual(FOR_THE_USER);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
    expect(output.text).toContain('ThrottlingException');
    expect(output.text).not.toContain(EMAIL);
  });

  test('if the event has no user', async () => {
    const { sub: _, ...attributes } = userAttributes();
    await expect(handler()(postConfirmationEvent('PostConfirmation_ConfirmSignUp', attributes), lambdaContext())).rejects.toEqual(FOR_THE_USER);
    expect(eventBridge.calls()).toHaveLength(0);
  });
});
