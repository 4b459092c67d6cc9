import type { Message } from '@aws-sdk/client-sqs';
import type { Saga } from './saga';
import { callSigned } from '../../local/client/api';
import { ADMIN_API_ROUTE } from '../../src/contract/admin-routes';
import type { RepairReport } from '../../src/contract/repair';

/** Deletes dead letters without a repair. */
export async function discard(saga: Saga, letters: readonly Message[]): Promise<void> {
  const { method, path } = ADMIN_API_ROUTE.repair;
  if (letters.length === 0) return;
  const body = { messageIds: letters.map(({ MessageId }) => MessageId!), discard: true };
  const answer = await callSigned(saga.outputs.AdminApiUrl, { method, path: path.slice(1), body });
  if (answer.status !== 200) throw new Error(`Discarding answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Repairs everything, as an operator does: calls the admin API until nothing is left to repair. */
export async function repairAll(saga: Saga, signal: AbortSignal): Promise<RepairReport[]> {
  const reports: RepairReport[] = [];
  const { method, path } = ADMIN_API_ROUTE.repair;
  do {
    const { status, body } = await callSigned(saga.outputs.AdminApiUrl, { method, path: path.slice(1) });
    if (status !== 200) throw new Error(`The repair answered ${status}: ${JSON.stringify(body)}`);
    reports.push(body);
    await saga.settled(signal);
  } while (reports.at(-1)!.hasMore);
  return reports;
}
