import type { Logger } from '@aws-lambda-powertools/logger';
import { type DeadLetterRepairProps, repairDeadLetters } from './dead-letters';
import { type LeftBehindRepairProps, repairLeftBehind } from './left-behind';
import { ADMIN_API_ROUTE } from '../../../contract/admin-routes';
import { REPAIR_SCHEMA, type RepairBody, type RepairReport } from '../../../contract/repair';
import { createApiHandler } from '../../http/api-handler';
import { jsonBody } from '../../http/json-body';
import { jsonResponse } from '../../http/json-response';
import { bodyValidator } from '../../http/validated-body';

/** API Gateway waits for 29 seconds. */
export const REPAIR_MS = 15_000;

export interface SagaRepairHandlerProps {
  readonly deadLetters: DeadLetterRepairProps;
  readonly leftBehind: LeftBehindRepairProps;
  /** Origins that may read the answers; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

const repairBody = bodyValidator<RepairBody>(REPAIR_SCHEMA, { detail: 'The body must contain valid options for the repair.' });

/** Gives operators what the saga could not finish: what there is, and a second try. */
export function createHandler({ deadLetters, leftBehind, allowOrigins, logger }: SagaRepairHandlerProps) {
  return createApiHandler({
    allowOrigins,
    logger,
    operations: [{
      route: ADMIN_API_ROUTE.repair,
      answer: async (event) => {
        // Without a body: all of it.
        const body = repairBody(event.body ? jsonBody(event) : {});
        const deadline = Date.now() + REPAIR_MS;
        const letters = await repairDeadLetters(deadLetters, body, deadline);
        const tenants = body.messageIds === undefined
          ? await repairLeftBehind(leftBehind, body.dryRun ?? false, deadline)
          : { leftBehind: [], hasMore: false };
        const report: RepairReport = { ...letters, leftBehind: tenants.leftBehind, hasMore: letters.hasMore || tenants.hasMore };
        logger.info('A repair was asked for', { dryRun: body.dryRun ?? false, outcomes: countByOutcome(report) });
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
