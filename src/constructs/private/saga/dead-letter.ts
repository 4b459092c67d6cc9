import { aws_sqs as sqs, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { STARTING_EVENT } from './event';
import { jsonata, literal } from './jsonata';
import { retryTask, taskTimeout } from './task';
import type { DeadLetter } from '../../../contract/events';

/** The state that an Assign belongs to. */
const THIS_STATE = '$states.context.State.Name';

const CAUSE_MAX_LENGTH = 1024;

/** How an execution ends whose event is in the dead-letter queue. Any other end than this and success has lost its event. */
export const DEAD_LETTERED = 'DeadLettered';

/** Errors of this prefix are Step Functions' own; their cause may quote the data that a state worked on. */
const STEP_FUNCTIONS_ERROR_PREFIX = 'States.';

/** Variables for a Choice that gives up on the event. */
export function failure(error: string, cause: string): Record<string, object> {
  return { failure: { error, cause, state: jsonata(THIS_STATE) } };
}

/** Variables for the Catch of a task. Nothing in here can fail: a Catch has nobody to turn to. */
export function taskFailure(): Record<string, object> {
  const error = '$states.errorOutput.Error';
  const cause = '$states.errorOutput.Cause';
  const isQuoting = `$substring(${error}, 0, ${STEP_FUNCTIONS_ERROR_PREFIX.length}) = ${literal(STEP_FUNCTIONS_ERROR_PREFIX)}`;
  const shownCause = `$type(${cause}) = "string" ? $substring(${cause}, 0, ${CAUSE_MAX_LENGTH}) : ""`;
  return {
    failure: {
      error: jsonata(error),
      cause: jsonata(`${isQuoting} ? "Left out, because it may quote personal data." : ${shownCause}`),
      state: jsonata(THIS_STATE),
    },
  };
}

/** The end of every failure: hands the event to the dead-letter queue and fails the execution. */
export function giveUp(scope: Construct, queue: sqs.IQueue): sfn.IChainable {
  const message: Record<keyof DeadLetter, string> = {
    event: jsonata(STARTING_EVENT),
    error: jsonata('$failure.error'),
    cause: jsonata('$failure.cause'),
    state: jsonata('$failure.state'),
    stateMachine: jsonata('$states.context.StateMachine.Id'),
    execution: jsonata('$states.context.Execution.Id'),
    failedAt: jsonata('$states.context.State.EnteredTime'),
  };
  const send = tasks.SqsSendMessage.jsonata(scope, 'Send to dead-letter queue', {
    queue: withoutKey(queue),
    messageBody: sfn.TaskInput.fromObject(message),
    taskTimeout: taskTimeout(),
  });
  // Without a Catch: when the last resort fails too, its own error is what the log of the execution should end with.
  retryTask(send);
  return send.next(sfn.Fail.jsonata(scope, 'Failed', {
    error: DEAD_LETTERED,
    cause: jsonata('$failure.error & ": " & $failure.cause'),
  }));
}

/** The task would grant the key of the queue for whatever it encrypts. Whoever makes the state machine grants it for the queue. */
function withoutKey(queue: sqs.IQueue): sqs.IQueue {
  return Object.create(queue, { encryptionMasterKey: { value: undefined } });
}
