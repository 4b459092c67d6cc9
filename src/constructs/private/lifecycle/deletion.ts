import { Aws, Duration, aws_lambda as lambda, aws_sqs as sqs, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type ErasureRequest, ERASURE_STEP, type EraserRequest, type FormerMembersRequest } from '../../../contract/deletion';
import { DEAD_LETTER_ERROR } from '../../../contract/events';
import { describeIdentifier, TENANT_ID } from '../../../contract/identifiers';
import { failure, giveUp, taskFailure } from '../state-machines/dead-letter';
import { invokeFunction } from '../state-machines/invoke-function';
import { allOf, isIdentifier, isObject, jsonata, literal } from '../state-machines/jsonata';
import { STARTING_EVENT } from '../state-machines/starting-event';

export interface DeletionProps {
  /** The function that works on the data of one tenant. */
  readonly erasure: lambda.IFunction;
  /** The time limit of that function. */
  readonly erasureTimeout: Duration;
  /** The function that updates the records of members. */
  readonly formerMembers: lambda.IFunction;
  /** The app's own functions: a list of {@link Eraser} that is complete at synth. */
  readonly erasers: unknown;
  /** The app's rows and objects: a list of `OwnedData` that is complete at synth. */
  readonly dataOfApp: unknown;
  /** The tenancy's own rows of a tenant, except that of the tenant itself. */
  readonly dataOfTenancy: unknown;
  /** Time between the two passes over the data of the app. */
  readonly settlingTime: Duration;
  readonly deadLetterQueue: sqs.IQueue;
}

/** A function or a state machine of the app that takes part in deletions. */
export type Eraser = { readonly timeoutSeconds: number } & ({ readonly functionArn: string } | { readonly stateMachineArn: string });

const TENANT_VARIABLE = '$tenantId';

/**
 * Temporary errors of Lambda, with which it may not have called the function.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
const ERRORS_OF_LAMBDA = ['ClientExecutionTimeoutException', 'ServiceException', 'AWSLambdaException', 'SdkClientException', 'TooManyRequestsException']
  .map((error) => `Lambda.${error}`);

/**
 * Temporary errors of Step Functions, with which it has not started an execution. The documentation writes the first one without its suffix.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html
 */
const ERRORS_OF_STEP_FUNCTIONS = ['ExecutionLimitExceeded', 'ExecutionLimitExceededException', 'ThrottlingException', 'SdkClientException']
  .map((error) => `StepFunctions.${error}`);

/**
 * Defines the states from a due closure to a tombstone. Every step can be repeated, so an execution that failed is started again from the beginning.
 *
 * The app's functions can still write with a token from before the closure, and with credentials that they hold. Both are valid for an hour. So the
 * app's data is erased twice, with a wait in between. The memberships come last: until then, the members see what happens to their tenant.
 */
export function defineDeletion(scope: Construct, props: DeletionProps): sfn.IChainable {
  const validate = sfn.Choice.jsonata(scope, 'Is the input well-formed?', {
    assign: failure(DEAD_LETTER_ERROR.malformedEvent, `Expected a ${TENANT_ID.label} of ${describeIdentifier(TENANT_ID)} as detail.tenantId, and numbers as detail.version and detail.attempt.`),
  });
  const begin = erase(scope, 'Begin deletion', props, {
    step: ERASURE_STEP.begin, version: jsonata('$version'), attempt: jsonata('$attempt'),
  }, { erasers: props.erasers, eraser: 0 });
  const isDue = sfn.Choice.jsonata(scope, 'Is the deletion due?');
  const hasEraser = sfn.Choice.jsonata(scope, 'Is there another eraser?');
  const isMachine = sfn.Choice.jsonata(scope, 'Is the eraser a state machine?');
  const eraserFunction = callEraser(scope);
  const eraserMachine = startEraser(scope);
  const first = eraseData(scope, '', props, props.dataOfApp);
  const wait = sfn.Wait.jsonata(scope, 'Wait for the last sessions', { time: sfn.WaitTime.duration(props.settlingTime) });
  const list = erase(scope, 'List members', props, { step: ERASURE_STEP.listMembers, after: jsonata('$after') }, { after: jsonata('$states.result.Payload.after') });
  const update = updateRecords(scope, props);
  const hasMore = sfn.Choice.jsonata(scope, 'Are there more members?');
  const second = eraseData(scope, ' again', props, props.dataOfApp);
  const ofTenancy = eraseData(scope, ' of the tenancy', props, props.dataOfTenancy);
  const writeTombstone = erase(scope, 'Write tombstone', props, { step: ERASURE_STEP.writeTombstone });
  const deleted = sfn.Succeed.jsonata(scope, 'Tenant deleted');
  const notDue = sfn.Succeed.jsonata(scope, 'Nothing to delete');
  const failed = giveUp(scope, props.deadLetterQueue);

  validate
    .when(sfn.Condition.jsonata(jsonata(isInput())), begin, {
      assign: {
        tenantId: jsonata(`${STARTING_EVENT}.detail.tenantId`),
        version: jsonata(`${STARTING_EVENT}.detail.version`),
        attempt: jsonata(`${STARTING_EVENT}.detail.attempt`),
        after: jsonata(literal('')),
      },
    })
    .otherwise(failed);
  begin.next(isDue);
  isDue.when(sfn.Condition.jsonata(jsonata('$states.input.isDue')), hasEraser).otherwise(notDue);
  hasEraser.when(sfn.Condition.jsonata(jsonata('$eraser < $count($erasers)')), isMachine).otherwise(first.task);
  isMachine.when(sfn.Condition.jsonata(jsonata('$exists($erasers[$eraser].stateMachineArn)')), eraserMachine).otherwise(eraserFunction);
  eraserFunction.next(hasEraser);
  eraserMachine.next(hasEraser);
  first.isDone.otherwise(wait);
  wait.next(list);
  list.next(update);
  update.next(hasMore);
  hasMore.when(sfn.Condition.jsonata(jsonata('$after != ""')), list).otherwise(second.task);
  second.isDone.otherwise(ofTenancy.task);
  ofTenancy.isDone.otherwise(writeTombstone);
  writeTombstone.next(deleted);

  for (const task of [begin, eraserFunction, eraserMachine, first.task, list, update, second.task, ofTenancy.task, writeTombstone]) {
    task.addCatch(failed, { assign: taskFailure() });
  }
  return validate;
}

/** Whether the input names a tenant, the version of its closure and the number of the attempt. */
function isInput(): string {
  const isNumber = (value: string) => `$type(${value}) = "number"`;
  const checks = allOf(isObject('$detail'), isIdentifier('$detail.tenantId', TENANT_ID), isNumber('$detail.version'), isNumber('$detail.attempt'));
  return `($detail := ${STARTING_EVENT}.detail; ${checks})`;
}

type StepOf<Request> = Request extends unknown ? { readonly [Field in keyof Omit<Request, 'tenantId'>]: unknown } : never;

/** Calls the erasure function for one step. */
function erase(
  scope: Construct, id: string, { erasure, erasureTimeout }: DeletionProps, step: StepOf<ErasureRequest>, assign?: Record<string, unknown>,
): sfn.CustomState {
  return invokeFunction(scope, id, erasure, { tenantId: jsonata(TENANT_VARIABLE), ...step }, erasureTimeout, assign);
}

/** Deletes data until nothing is left. `isDone` still needs its `otherwise`. */
function eraseData(scope: Construct, suffix: string, props: DeletionProps, data: unknown) {
  const task = erase(scope, `Erase data${suffix}`, props, { step: ERASURE_STEP.eraseData, data });
  const isDone = sfn.Choice.jsonata(scope, `Is data left${suffix}?`);
  task.next(isDone);
  isDone.when(sfn.Condition.jsonata(jsonata('$not($states.input.isDone)')), task);
  return { task, isDone };
}

function updateRecords(scope: Construct, { formerMembers, erasureTimeout }: DeletionProps): sfn.CustomState {
  const payload: Record<keyof FormerMembersRequest, string> = { tenantId: jsonata(TENANT_VARIABLE), userIds: jsonata('$states.input.userIds') };
  return invokeFunction(scope, 'Remove tenant from records of members', formerMembers, payload, erasureTimeout);
}

/** Calls one of the app's functions, and waits until it has reported its result. */
function callEraser(scope: Construct): sfn.CustomState {
  const call = { FunctionName: jsonata('$erasers[$eraser].functionArn'), Payload: ERASER_REQUEST };
  // Only errors of Lambda itself. After others, the eraser has reported a failure, or days have passed without a report.
  return waitForEraser(scope, 'Call eraser', 'lambda:invoke', call, ERRORS_OF_LAMBDA);
}

/**
 * Starts one of the app's state machines, and waits until it has reported its result.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
function startEraser(scope: Construct): sfn.CustomState {
  const start = { StateMachineArn: jsonata('$erasers[$eraser].stateMachineArn'), Input: ERASER_REQUEST };
  return waitForEraser(scope, 'Start eraser', 'states:startExecution', start, ERRORS_OF_STEP_FUNCTIONS);
}

const ERASER_REQUEST: Record<keyof EraserRequest, string> = { tenantId: jsonata(TENANT_VARIABLE), taskToken: jsonata('$states.context.Task.Token') };

/** One state for all erasers of a kind and not a state for each, because the app can add erasers after the state machine is defined. */
function waitForEraser(scope: Construct, id: string, integration: string, request: object, temporaryErrors: string[]): sfn.CustomState {
  const task = new sfn.CustomState(scope, id, {
    stateJson: {
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::${integration}.waitForTaskToken`,
      Arguments: request,
      Assign: { eraser: jsonata('$eraser + 1') },
      TimeoutSeconds: jsonata('$erasers[$eraser].timeoutSeconds'),
    },
  });
  return task.addRetry({
    errors: temporaryErrors, interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 6, jitterStrategy: sfn.JitterType.FULL,
  });
}
