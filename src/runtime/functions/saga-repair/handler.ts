import type { Logger } from '@aws-lambda-powertools/logger';
import { type DeadLetterRepairProps, repairDeadLetters } from './dead-letter-repair';
import { type LeftBehindRepairProps, repairLeftBehind } from './left-behind';
import { ADMIN_API_ROUTE } from '../../../contract/admin-routes';
import { REPAIR_SCHEMA, type RepairReport } from '../../../contract/repair';
import { createApiHandler } from '../../http/api-handler';
import { validateRepair } from '../../http/body-validators';
import { jsonBody } from '../../http/json-body';
import { jsonResponse } from '../../http/json-response';
import { bodyValidator } from '../../http/validated-body';

/** Time for one repair. API Gateway's timeout is 29 seconds. */
export const REPAIR_MS = 15_000;

export interface SagaRepairHandlerProps {
  readonly deadLetters: DeadLetterRepairProps;
  readonly leftBehind: LeftBehindRepairProps;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

const repairBody = bodyValidator(REPAIR_SCHEMA, validateRepair, { detail: 'The body must contain valid options for the repair.' });

/** Lets operators see and repair the events that the saga could not process. */
export function createHandler({ deadLetters, leftBehind, allowOrigins, logger }: SagaRepairHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [{
      route: ADMIN_API_ROUTE.repair,
      answer: async (event) => {
        // A request without a body repairs everything.
        const body = repairBody(event.body ? jsonBody(event) : {});
        const deadline = Date.now() + REPAIR_MS;
        const letters = await repairDeadLetters(deadLetters, body, deadline);
        const tenants = body.messageIds === undefined
          ? await repairLeftBehind(leftBehind, body.dryRun ?? false, deadline)
          : { leftBehind: [], hasMore: false };
        const report: RepairReport = { ...letters, leftBehind: tenants.leftBehind, hasMore: letters.hasMore || tenants.hasMore };
        logger.info('A repair was requested', { dryRun: body.dryRun ?? false, outcomes: countByOutcome(report) });
        return jsonResponse(report);
      },
    }],
  });
}

function countByOutcome({ deadLetters, leftBehind }: RepairReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of [...deadLetters, ...leftBehind]) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
