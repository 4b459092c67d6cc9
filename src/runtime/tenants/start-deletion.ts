import {
  DescribeExecutionCommand, type DescribeExecutionCommandOutput, ExecutionAlreadyExists, ExecutionDoesNotExist, type SFNClient, StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DELETION_DUE, type DeletionInput } from '../../contract/deletion';
import { eventSources } from '../../contract/events';

export interface StartDeletionProps {
  readonly stepFunctions: SFNClient;
  readonly applicationName: string;
  /** ARN of the state machine that deletes a tenant. */
  readonly deleteTenant: string;
}

/** A closure of a tenant. The version is that of the tenant's row. It stays the same while the tenant is deleted. */
export interface DueDeletion {
  readonly tenantId: string;
  readonly version: number;
}

export interface DeletionStart {
  /** The number of the last execution. */
  readonly attempt: number;
  /** Whether this call has started it. */
  readonly isStarted: boolean;
  /** Whether an execution has failed, and no other one was running. */
  readonly isStalled: boolean;
}

/** Highest difference between the clocks of this function and of Step Functions, in milliseconds. Both are synchronized. */
const CLOCK_TOLERANCE_MS = 1_000;

/** Time in which the index by status lists a tenant that is already deleted, in milliseconds. */
const INDEX_DELAY_MS = 60_000;

/**
 * Starts the deletion of a tenant, unless an execution of it is running. The names of the executions follow from the tenant, its version and a number,
 * and the next number is used only once the execution before has ended. So calls at the same time start one execution.
 *
 * Step Functions forgets an execution 90 days after its end, and its name can be used again. The state machine therefore does nothing if a later
 * attempt has begun.
 *
 * @param restartBefore An execution that has failed at this time or later is not started again yet, in milliseconds since the epoch.
 */
export async function startDeletion(props: StartDeletionProps, due: DueDeletion, restartBefore: number): Promise<DeletionStart> {
  const isFirstStarted = await start(props, due, 1);
  if (isFirstStarted !== undefined) return { attempt: 1, isStarted: isFirstStarted, isStalled: false };

  let last = await describe(props, due, 1);
  for (let attempt = 1; ; attempt++) {
    if (last === undefined || isRunning(last) || hasJustSucceeded(last)) return { attempt, isStarted: false, isStalled: false };
    const next = await describe(props, due, attempt + 1);
    if (next === undefined) {
      const isStalled = last.status !== 'SUCCEEDED';
      if (isStalled && last.stopDate!.getTime() >= restartBefore) return { attempt, isStarted: false, isStalled };
      return { attempt: attempt + 1, isStarted: await start(props, due, attempt + 1) ?? false, isStalled };
    }
    last = next;
  }
}

function isRunning({ status }: DescribeExecutionCommandOutput): boolean {
  return status === 'RUNNING';
}

/** Usually, the tenant is deleted then. An execution that has succeeded before had nothing to do. */
function hasJustSucceeded({ status, stopDate }: DescribeExecutionCommandOutput): boolean {
  return status === 'SUCCEEDED' && stopDate!.getTime() > Date.now() - INDEX_DELAY_MS;
}

/** @returns whether the execution was started now; `false` if it runs already, nothing if it has ended */
async function start(props: StartDeletionProps, due: DueDeletion, attempt: number): Promise<boolean | undefined> {
  const { stepFunctions, applicationName, deleteTenant } = props;
  const input: DeletionInput = { 'source': eventSources(applicationName).tenant, 'detail-type': DELETION_DUE, 'detail': { ...due, attempt } };
  const askedAt = Date.now();
  try {
    const { startDate } = await stepFunctions.send(new StartExecutionCommand({
      stateMachineArn: deleteTenant, name: nameOf(due, attempt), input: JSON.stringify(input),
    }));
    // For an execution that still runs, Step Functions returns the time at which it was started.
    return startDate!.getTime() > askedAt - CLOCK_TOLERANCE_MS;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return undefined;
    throw error;
  }
}

/** @returns nothing for an execution that does not exist */
async function describe(props: StartDeletionProps, due: DueDeletion, attempt: number): Promise<DescribeExecutionCommandOutput | undefined> {
  const { stepFunctions, deleteTenant } = props;
  const executionArn = `${deleteTenant.replace(':stateMachine:', ':execution:')}:${nameOf(due, attempt)}`;
  try {
    return await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** At most 80 characters: an id has 64, and a version far fewer than 12. */
function nameOf({ tenantId, version }: DueDeletion, attempt: number): string {
  return attempt === 1 ? `${tenantId}-${version}` : `${tenantId}-${version}-${attempt}`;
}
