import { callSigned } from '../../local/client/api';
import type { RepairBody, RepairReport } from '../../src/contract/repair';
import { outputs } from '../e2e/support/engine';

export async function repair(body: RepairBody) {
  return callSigned(outputs.AdminApiUrl, { method: 'POST', path: 'repairs', body });
}

export function outcomeOf({ deadLetters }: RepairReport, id: string): string | undefined {
  return deadLetters.find(({ messageId }) => messageId === id)?.outcome;
}
