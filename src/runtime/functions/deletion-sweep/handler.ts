import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, ScheduledEvent } from 'aws-lambda';
import { startDueDeletions, type SweepProps } from './sweep';
import { SWEEP_ROUTE } from '../../../contract/admin-routes';
import type { SweepReport } from '../../../contract/api';
import { createApiHandler } from '../../http/api-handler';
import { jsonResponse } from '../../http/json-response';
import { startLog } from '../../observability/log';

/** Time for one sweep. API Gateway's timeout is 29 seconds. */
const SWEEP_MS = 15_000;

export interface DeletionSweepHandlerProps extends SweepProps {
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
  readonly logger: Logger;
}

/** Starts the deletions that are due, on a schedule and at an operator's request. */
export function createHandler({ allowOrigins, logger, ...props }: DeletionSweepHandlerProps) {
  const sweep = async (): Promise<SweepReport> => {
    const report = await startDueDeletions(props, Date.now() + SWEEP_MS);
    logger.info('Due deletions were started', { ...report });
    return report;
  };
  const answer = createApiHandler({
    allowOrigins,
    logger,
    operations: [{ route: SWEEP_ROUTE.sweep, answer: async () => jsonResponse(await sweep()) }],
  });

  return async (event: APIGatewayProxyEvent | ScheduledEvent, context: Context): Promise<APIGatewayProxyResult | undefined> => {
    if ('httpMethod' in event) {
      return answer(event, context);
    }
    startLog(logger, context.awsRequestId);
    await sweep();
    return undefined;
  };
}
