import type { Logger } from '@aws-lambda-powertools/logger';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { SagaEvent } from './dead-letter';
import { isAdminNoticeEvent } from '../../../contract/admin-notices';
import { DELETION_DUE, type DeletionInput } from '../../../contract/deletion';
import { DETAIL_TYPE, eventSources } from '../../../contract/events';
import { EXPORT_REQUESTED } from '../../../contract/exports';
import { REPAIR_OUTCOME, type RepairOutcome } from '../../../contract/repair';
import type { PutEvent } from '../../aws/put-event';
import { loggable } from '../../observability/log';
import { startDeletion } from '../../tenants/start-deletion';

export interface GiveBackProps {
  readonly stepFunctions: SFNClient;
  readonly putEvent: PutEvent;
  readonly applicationName: string;
  /** ARN of the state machine that creates tenants. */
  readonly createTenant: string;
  /** ARN of the state machine that adds the first admin of a tenant. */
  readonly addFirstAdmin: string;
  /** ARN of the state machine that deletes a tenant; empty if tenants are never deleted. */
  readonly deleteTenant: string;
  /** ARN of the state machine that exports a tenant; empty without exports. */
  readonly exportTenant: string;
  readonly logger: Logger;
}

const DUE: z.ZodMiniType<DeletionInput['detail']> = z.object({ tenantId: z.string(), version: z.int(), attempt: z.int() });

/** Processes an event again. */
export type GiveBack = (event: SagaEvent | undefined, executionName: string) => Promise<RepairOutcome>;

/**
 * Creates the function that starts a state machine of the saga again. The event determines the machine, not the ARN in the letter. If the
 * machine was replaced since then, for example to change its type, its ARN is different now.
 *
 * The change of a user is published again. That event contains no profile data, and it changes nothing if it arrives several times. An event of
 * which admins are notified is also published again, with its id, so that other subscribers can ignore it.
 */
export function createGiveBack(
  { stepFunctions, putEvent, applicationName, createTenant, addFirstAdmin, deleteTenant, exportTenant, logger }: GiveBackProps,
): GiveBack {
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
      // The execution's name contains the id of the letter, so an earlier call has already started it.
      if (error instanceof ExecutionAlreadyExists) return REPAIR_OUTCOME.started;
      logger.error('An event could not be processed again', loggable(error));
      return REPAIR_OUTCOME.failed;
    }
  };

  /** Deletions are started like in a sweep, so that a repair and a sweep never start two executions for a tenant. */
  function deletionAgain(detail: unknown): (() => Promise<unknown>) | undefined {
    const failed = DUE.safeParse(detail);
    if (!failed.success) return undefined;
    const { attempt: failedAttempt, ...due } = failed.data;
    return async () => {
      const { attempt, isStarted } = await startDeletion({ stepFunctions, applicationName, deleteTenant }, due, Number.POSITIVE_INFINITY);
      // A letter is sent shortly before its execution ends.
      if (!isStarted && attempt === failedAttempt) throw new Error('The execution of the dead letter has not ended yet.');
    };
  }

  /** Returns the call that processes an event again; nothing for an event of another kind. */
  function againOf(event: SagaEvent, name: string): (() => Promise<unknown>) | undefined {
    const start = (stateMachineArn: string) => async () =>
      stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(event) }));
    const { source, 'detail-type': detailType, detail } = event;
    if (source === sources.user && detailType === DETAIL_TYPE.created) return start(createTenant);
    if (source === sources.user && detailType === DETAIL_TYPE.changed) return async () => putEvent({ source, detailType, detail });
    if (source === sources.tenant && isAdminNoticeEvent(detailType)) return async () => putEvent({ source, detailType, detail });
    if (source === sources.tenant && detailType === DELETION_DUE && deleteTenant !== '') return deletionAgain(detail);
    if (source === sources.tenant && detailType === EXPORT_REQUESTED && exportTenant !== '') return start(exportTenant);
    return source === sources.tenant && detailType === DETAIL_TYPE.created ? start(addFirstAdmin) : undefined;
  }
}
