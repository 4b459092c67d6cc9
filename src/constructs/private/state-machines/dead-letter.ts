import { aws_sqs as sqs, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { jsonata, literal } from './jsonata';
import { STARTING_EVENT } from './starting-event';
import { retryTask, taskTimeout } from './task';
import type { DeadLetter } from '../../../contract/events';

/** The name of the state that an Assign belongs to. */
const THIS_STATE = '$states.context.State.Name';

const CAUSE_MAX_LENGTH = 1024;

/** The error of an execution that has sent its event to the dead-letter queue. An execution that fails with another error has lost its event. */
export const DEAD_LETTERED = 'DeadLettered';

/** The prefix of Step Functions' own errors. Their cause can quote the data that a state processed. */
const STEP_FUNCTIONS_ERROR_PREFIX = 'States.';

/** Returns the variables for a Choice that gives up on the event. */
export function failure(error: string, cause: string): Record<string, object> {
  return { failure: { error, cause, state: jsonata(THIS_STATE) } };
}

/** Returns the variables for the Catch of a task. The expressions must not fail, because no state catches an error in a Catch. */
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

/** Defines the end of every failure: sends the event to the dead-letter queue and fails the execution. */
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
  // Without a Catch: if this last step fails too, the execution's log must end with its error.
  retryTask(send);
  return send.next(sfn.Fail.jsonata(scope, 'Failed', {
    error: DEAD_LETTERED,
    cause: jsonata('$failure.error & ": " & $failure.cause'),
  }));
}

/** Hides the key from the task, which would grant its use for all data. The state machine is granted the key for this queue only. */
function withoutKey(queue: sqs.IQueue): sqs.IQueue {
  return Object.create(queue, { encryptionMasterKey: { value: undefined } });
}
