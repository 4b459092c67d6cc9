import { setTimeout as sleep } from 'node:timers/promises';
import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { stepFunctions } from './clients';

const POLL_MS = 300;

/** Resolves when no execution of a state machine is running. */
export async function noneRunning(stateMachineArn: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    let running = 0;
    const pages = paginateListExecutions({ client: stepFunctions }, { stateMachineArn, statusFilter: 'RUNNING' });
    for await (const { executions = [] } of pages) running += executions.length;
    if (running === 0) return;
    await sleep(POLL_MS, undefined, { signal });
  }
}
