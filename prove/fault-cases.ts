import type { Fault } from './support/engine-faults';
import type { Saga } from './support/saga';
import { DEAD_LETTER_ERROR } from '../src/contract/events';

/** A sign-up, its faults, and its expected result. */
export interface FaultCase {
  readonly title: string;
  readonly faults: readonly Fault[];
  /** The state and the error with which it becomes a dead letter. By default it becomes a tenant without help. */
  readonly givenUp?: { readonly stateMachine: string; readonly state: string; readonly error: string };
}

/** Numbers of failures: fewer than the retries of a task, as many as its retries, and always. */
const TIMES = [1, 3, null] as const;

const DYNAMODB_ERRORS = [
  'DynamoDB.ProvisionedThroughputExceededException',
  'DynamoDB.ThrottlingException',
  'DynamoDB.RequestLimitExceededException',
  'DynamoDB.InternalServerErrorException',
  // The optimized integration's name for a denied access.
  'DynamoDB.AmazonDynamoDBException',
  'States.Timeout',
];
const TRANSACTION_ERRORS = [
  'DynamoDb.TransactionCanceledException',
  'DynamoDb.TransactionInProgressException',
  'DynamoDb.ProvisionedThroughputExceededException',
  'DynamoDb.InternalServerErrorException',
  // The SDK integration's name for a denied access, and for throttling.
  'DynamoDb.DynamoDbException',
  'States.Timeout',
];
const EVENT_BRIDGE_ERRORS = ['EventBridge.FailedEntry', 'EventBridge.InternalException', 'EventBridge.AmazonEventBridgeException', 'States.Timeout'];
const SQS_ERRORS = ['SQS.AmazonSQSException', 'SQS.QueueDoesNotExistException', 'States.Timeout'];

/** The message of a transaction that is cancelled for another reason than its conditions. */
const CONFLICT = 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]';

/**
 * Every task of both machines with every error: once, three times, and always. States that only replays reach are
 * reached by a call whose result is lost: the next attempt finds that the work is done.
 */
export function faultCases({ outputs: { CreateTenantArn, AddFirstAdminArn } }: Saga): FaultCase[] {
  const put = { stateMachine: CreateTenantArn, state: 'Put tenant' };
  const activate = { stateMachine: AddFirstAdminArn, state: 'Map admin and activate tenant' };
  const putAnswerLost: Fault = { ...put, error: 'States.Timeout', times: 1, after: true };
  const activateAnswerLost: Fault = { ...activate, error: 'States.Timeout', times: 1, after: true };
  const tasks = [
    { at: put, errors: [...DYNAMODB_ERRORS, 'DynamoDB.TransactionConflictException'] },
    { at: { stateMachine: CreateTenantArn, state: 'Read tenant' }, errors: DYNAMODB_ERRORS, reachedBy: putAnswerLost },
    { at: { stateMachine: CreateTenantArn, state: 'Read record of user' }, errors: DYNAMODB_ERRORS },
    { at: { stateMachine: CreateTenantArn, state: 'Publish tenant created' }, errors: EVENT_BRIDGE_ERRORS },
    { at: { stateMachine: AddFirstAdminArn, state: 'Read tenant' }, errors: DYNAMODB_ERRORS },
    { at: { stateMachine: AddFirstAdminArn, state: 'Note tenant of user' }, errors: DYNAMODB_ERRORS },
    { at: activate, errors: TRANSACTION_ERRORS },
    { at: { stateMachine: AddFirstAdminArn, state: 'Read tenant again' }, errors: DYNAMODB_ERRORS, reachedBy: activateAnswerLost },
    { at: { stateMachine: AddFirstAdminArn, state: 'Read membership' }, errors: DYNAMODB_ERRORS, reachedBy: activateAnswerLost },
    { at: { stateMachine: AddFirstAdminArn, state: 'Publish admin user added' }, errors: EVENT_BRIDGE_ERRORS },
    { at: { stateMachine: AddFirstAdminArn, state: 'Publish admin user added again' }, errors: EVENT_BRIDGE_ERRORS, reachedBy: activateAnswerLost },
  ];
  const failing = tasks.flatMap(({ at, errors, reachedBy }) => errors.flatMap((error) => TIMES.map((times): FaultCase => ({
    title: `${at.state}, ${error}, ${times ?? 'always'}`,
    faults: [...reachedBy ? [reachedBy] : [], { ...at, error, times, cause: error.endsWith('CanceledException') ? CONFLICT : 'On purpose' }],
    ...times === null && { givenUp: { ...at, error } },
  }))));

  const answerLost = tasks.filter(({ reachedBy }) => !reachedBy).flatMap(({ at, errors }) => TIMES.map((times): FaultCase => ({
    title: `${at.state}, answer lost, ${times ?? 'always'}`,
    faults: [{ ...at, error: errors[0], times, after: true }],
    // After a lost result, the next attempt of a conditional write finds that the work is done. Other calls always fail.
    ...times === null && ![put, activate].includes(at) && { givenUp: { ...at, error: errors[0] } },
  })));

  const queueFailing = [put, activate].flatMap((at) => SQS_ERRORS.flatMap((error) => [1, 3].map((times): FaultCase => ({
    title: `${at.state} always fails, and so does the dead-letter queue, ${error}, ${times}`,
    faults: [{ ...at, error: 'States.Timeout', times: null }, { stateMachine: at.stateMachine, state: 'Send to dead-letter queue', error, times }],
    givenUp: { ...at, error: 'States.Timeout' },
  }))));

  const undelivered = [CreateTenantArn, AddFirstAdminArn].map((stateMachine): FaultCase => ({
    title: 'The rule cannot start the state machine',
    faults: [{ stateMachine, error: 'NO_PERMISSIONS', times: null }],
    givenUp: { stateMachine, state: '', error: 'NO_PERMISSIONS' },
  }));
  // The row existed when it was put, and was removed before it was read.
  const removedMeanwhile: FaultCase = {
    title: 'Put tenant is refused although the tenant does not exist',
    faults: [{ ...put, error: 'DynamoDB.ConditionalCheckFailedException', times: 1 }],
    givenUp: { stateMachine: CreateTenantArn, state: 'Does the tenant wait for its admin?', error: DEAD_LETTER_ERROR.tenantNotCreating },
  };
  return [removedMeanwhile, ...failing, ...answerLost, ...queueFailing, ...undelivered];
}
