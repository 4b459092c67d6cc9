import type { Fault } from './support/engine-faults';
import type { Saga } from './support/saga';
import { DEAD_LETTER_ERROR } from '../src/contract/events';

/** One sign-up, what the engine does to it, and what has to become of it. */
export interface FaultCase {
  readonly title: string;
  readonly faults: readonly Fault[];
  /** Where and why it is given up. Without, it becomes a tenant by itself, and no dead letter. */
  readonly givenUp?: { readonly stateMachine: string; readonly state: string; readonly error: string };
}

/** Fewer than a task has retries, as many as it survives, and more than it can. */
const TIMES = [1, 3, null] as const;

const DYNAMODB_ERRORS = [
  'DynamoDB.ProvisionedThroughputExceededException',
  'DynamoDB.ThrottlingException',
  'DynamoDB.RequestLimitExceededException',
  'DynamoDB.InternalServerErrorException',
  // What a denied access is called by the optimized integration.
  'DynamoDB.AmazonDynamoDBException',
  'States.Timeout',
];
const TRANSACTION_ERRORS = [
  'DynamoDb.TransactionCanceledException',
  'DynamoDb.TransactionInProgressException',
  'DynamoDb.ProvisionedThroughputExceededException',
  'DynamoDb.InternalServerErrorException',
  // What a denied access, and throttling, is called by the SDK integration.
  'DynamoDb.DynamoDbException',
  'States.Timeout',
];
const EVENT_BRIDGE_ERRORS = ['EventBridge.FailedEntry', 'EventBridge.InternalException', 'EventBridge.AmazonEventBridgeException', 'States.Timeout'];
const SQS_ERRORS = ['SQS.AmazonSQSException', 'SQS.QueueDoesNotExistException', 'States.Timeout'];

/** What the transaction says when it is cancelled for another reason than its conditions. */
const CONFLICT = 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]';

/**
 * Every task of both machines, with every error, once, three times and for ever. States that only replays get to are
 * reached by a call whose answer is lost: the next attempt finds its work done.
 */
export function faultCases({ outputs: { CreateTenantArn, AddFirstAdminArn } }: Saga): FaultCase[] {
  const put = { stateMachine: CreateTenantArn, state: 'Put tenant' };
  const activate = { stateMachine: AddFirstAdminArn, state: 'Map admin and activate tenant' };
  const putAnswerLost: Fault = { ...put, error: 'States.Timeout', times: 1, after: true };
  const activateAnswerLost: Fault = { ...activate, error: 'States.Timeout', times: 1, after: true };
  const tasks = [
    { at: put, errors: [...DYNAMODB_ERRORS, 'DynamoDB.TransactionConflictException'] },
    { at: { stateMachine: CreateTenantArn, state: 'Read tenant' }, errors: DYNAMODB_ERRORS, reachedBy: putAnswerLost },
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
    title: `${at.state}, ${error}, ${times ?? 'for ever'}`,
    faults: [...reachedBy ? [reachedBy] : [], { ...at, error, times, cause: error.endsWith('CanceledException') ? CONFLICT : 'On purpose' }],
    ...times === null && { givenUp: { ...at, error } },
  }))));

  const answerLost = tasks.filter(({ reachedBy }) => !reachedBy).flatMap(({ at, errors }) => TIMES.map((times): FaultCase => ({
    title: `${at.state}, answer lost, ${times ?? 'for ever'}`,
    faults: [{ ...at, error: errors[0], times, after: true }],
    // A write with a condition is found done by the next attempt. Other calls fail for ever.
    ...times === null && ![put, activate].includes(at) && { givenUp: { ...at, error: errors[0] } },
  })));

  const queueFailing = [put, activate].flatMap((at) => SQS_ERRORS.flatMap((error) => [1, 3].map((times): FaultCase => ({
    title: `${at.state} for ever, and the dead-letter queue, ${error}, ${times}`,
    faults: [{ ...at, error: 'States.Timeout', times: null }, { stateMachine: at.stateMachine, state: 'Send to dead-letter queue', error, times }],
    givenUp: { ...at, error: 'States.Timeout' },
  }))));

  const undelivered = [CreateTenantArn, AddFirstAdminArn].map((stateMachine): FaultCase => ({
    title: 'The rule cannot start the state machine',
    faults: [{ stateMachine, error: 'NO_PERMISSIONS', times: null }],
    givenUp: { stateMachine, state: '', error: 'NO_PERMISSIONS' },
  }));
  // The row was there when it was to be put, and somebody removed it before it was read.
  const removedMeanwhile: FaultCase = {
    title: 'Put tenant, refused although there is no tenant',
    faults: [{ ...put, error: 'DynamoDB.ConditionalCheckFailedException', times: 1 }],
    givenUp: { stateMachine: CreateTenantArn, state: 'Does the tenant wait for its admin?', error: DEAD_LETTER_ERROR.tenantNotCreating },
  };
  return [removedMeanwhile, ...failing, ...answerLost, ...queueFailing, ...undelivered];
}
