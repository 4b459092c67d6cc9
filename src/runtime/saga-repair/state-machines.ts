import type { Logger } from '@aws-lambda-powertools/logger';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { REPAIR_OUTCOME, type RepairOutcome } from '../../contract/repair';
import { loggable } from '../shared/log';

export interface Restart {
  /** ARN of the machine, as a letter names it. */
  readonly stateMachine: string | undefined;
  /** The event as JSON. */
  readonly event: string | undefined;
  readonly executionName: string;
}

export type StartMachine = (restart: Restart) => Promise<RepairOutcome>;

/**
 * Makes the function that starts a machine of the saga again.
 *
 * @param machines ARNs of the saga's own machines: a letter that names another one is not followed.
 */
export function createStartMachine(stepFunctions: SFNClient, machines: readonly string[], logger: Logger): StartMachine {
  return async ({ stateMachine, event, executionName }) => {
    if (event === undefined || stateMachine === undefined || !machines.includes(stateMachine)) {
      return REPAIR_OUTCOME.unreadable;
    }
    try {
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name: executionName, input: event }));
      return REPAIR_OUTCOME.started;
    } catch (error) {
      // The name says which letter it is for: it was given back before.
      if (error instanceof ExecutionAlreadyExists) return REPAIR_OUTCOME.started;
      logger.error('A state machine could not be started again', loggable(error));
      return REPAIR_OUTCOME.failed;
    }
  };
}
