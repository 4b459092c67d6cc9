import type { Logger } from '@aws-lambda-powertools/logger';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SagaEvent } from './dead-letter';
import { DETAIL_TYPE, eventSources } from '../../contract/events';
import { REPAIR_OUTCOME, type RepairOutcome } from '../../contract/repair';
import { loggable } from '../shared/log';

export interface StartMachineProps {
  readonly stepFunctions: SFNClient;
  readonly applicationName: string;
  /** ARN of the state machine that makes tenants. */
  readonly createTenant: string;
  /** ARN of the state machine that adds their first admin. */
  readonly addFirstAdmin: string;
  readonly logger: Logger;
}

/** Gives an event to the state machine that it starts. */
export type StartMachine = (event: SagaEvent | undefined, executionName: string) => Promise<RepairOutcome>;

/**
 * Makes the function that starts a machine of the saga again. The event says which one, not the letter: a machine that was
 * replaced since (its type was changed, say) has another ARN than the letter knows.
 */
export function createStartMachine({ stepFunctions, applicationName, createTenant, addFirstAdmin, logger }: StartMachineProps): StartMachine {
  return async (event, executionName) => {
    const stateMachineArn = machineOf(event);
    if (stateMachineArn === undefined) {
      return REPAIR_OUTCOME.unreadable;
    }
    try {
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name: executionName, input: JSON.stringify(event) }));
      return REPAIR_OUTCOME.started;
    } catch (error) {
      // The name says which letter it is for: it was given back before.
      if (error instanceof ExecutionAlreadyExists) return REPAIR_OUTCOME.started;
      logger.error('A state machine could not be started again', loggable(error));
      return REPAIR_OUTCOME.failed;
    }
  };

  function machineOf(event: SagaEvent | undefined): string | undefined {
    if (event?.['detail-type'] !== DETAIL_TYPE.created) return undefined;
    const sources = eventSources(applicationName);
    if (event.source === sources.user) return createTenant;
    return event.source === sources.tenant ? addFirstAdmin : undefined;
  }
}
