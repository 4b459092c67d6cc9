import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, ScheduledEvent } from 'aws-lambda';
import { startDueDeletions, type SweepProps } from './sweep';
import { SWEEP_ROUTE } from '../../../contract/admin-routes';
import type { SweepReport } from '../../../contract/api';
import { METRIC } from '../../../contract/metrics';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse } from '../../http/json-response';
import { startLog } from '../../observability/log';
import type { Metrics } from '../../observability/metrics';

/**
 * Time after which the schedule starts a failed deletion again, in milliseconds. Until then, the operators can remove the cause and repair the dead
 * letter. A deletion that fails again sends one dead letter a day.
 */
const RESTART_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Time for one sweep. API Gateway's timeout is 29 seconds. */
const SWEEP_MS = 15_000;

export interface DeletionSweepHandlerProps extends SweepProps {
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Starts the deletions that are due, on a schedule and at an operator's request. At a request, failed deletions are started again at once. */
export function createHandler({ allowOrigins, logger, metrics, ...props }: DeletionSweepHandlerProps) {
  const sweep = async (restartBefore: number): Promise<SweepReport> => {
    const report = await startDueDeletions(props, restartBefore, Date.now() + SWEEP_MS);
    if (report.stalled > 0) metrics.count(METRIC.deletionStalled, report.stalled);
    logger.info('Due deletions were started', { ...report });
    return report;
  };
  const answer = createApiHandler({
    allowOrigins,
    logger,
    operations: [{ route: SWEEP_ROUTE.sweep, answer: async () => jsonResponse(await sweep(Number.POSITIVE_INFINITY)) }],
  });

  return async (event: APIGatewayProxyEvent | ScheduledEvent, context: Context): Promise<APIGatewayProxyResult | undefined> => {
    if ('httpMethod' in event) {
      return answer(event, context);
    }
    startLog(logger, context.awsRequestId);
    await sweep(Date.now() - RESTART_AFTER_MS);
    return undefined;
  };
}
