import type { Logger } from '@aws-lambda-powertools/logger';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SagaEvent } from './dead-letter';
import { DETAIL_TYPE, eventSources } from '../../../contract/events';
import { REPAIR_OUTCOME, type RepairOutcome } from '../../../contract/repair';
import type { PutEvent } from '../../aws/put-event';
import { loggable } from '../../observability/log';

export interface GiveBackProps {
  readonly stepFunctions: SFNClient;
  readonly putEvent: PutEvent;
  readonly applicationName: string;
  /** ARN of the state machine that makes tenants. */
  readonly createTenant: string;
  /** ARN of the state machine that adds their first admin. */
  readonly addFirstAdmin: string;
  readonly logger: Logger;
}

/** Gives an event back to what it is for. */
export type GiveBack = (event: SagaEvent | undefined, executionName: string) => Promise<RepairOutcome>;

/**
 * Makes the function that starts a machine of the saga again. The event says which one, not the letter: a machine that was
 * replaced since (its type was changed, say) has another ARN than the letter knows.
 *
 * A user who has changed is put on the bus again: the event names nobody's data, and is harmless however often it comes.
 */
export function createGiveBack({ stepFunctions, putEvent, applicationName, createTenant, addFirstAdmin, logger }: GiveBackProps): GiveBack {
  const sources = eventSources(applicationName);
  return async (event, executionName) => {
    const again = event === undefined ? undefined : againOf(event, executionName);
    if (again === undefined) {
      return REPAIR_OUTCOME.unreadable;
    }
    try {
      await again();
      return REPAIR_OUTCOME.started;
    } catch (error) {
      // The name says which letter it is for: it was given back before.
      if (error instanceof ExecutionAlreadyExists) return REPAIR_OUTCOME.started;
      logger.error('An event could not be given back', loggable(error));
      return REPAIR_OUTCOME.failed;
    }
  };

  /** What to do with an event; nothing for one of another kind. */
  function againOf(event: SagaEvent, name: string): (() => Promise<unknown>) | undefined {
    const start = (stateMachineArn: string) => async () =>
      stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(event) }));
    const { source, 'detail-type': detailType, detail } = event;
    if (source === sources.user && detailType === DETAIL_TYPE.created) return start(createTenant);
    if (source === sources.user && detailType === DETAIL_TYPE.changed) return async () => putEvent({ source, detailType, detail });
    return source === sources.tenant && detailType === DETAIL_TYPE.created ? start(addFirstAdmin) : undefined;
  }
}
