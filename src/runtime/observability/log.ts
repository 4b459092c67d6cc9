import type { Logger } from '@aws-lambda-powertools/logger';

/** Ties all that is logged from here on to one request, and forgets what the last one left. */
export function startLog(logger: Logger, requestId: string): void {
  logger.resetKeys();
  logger.setCorrelationId(requestId);
}

/**
 * What may be logged of an error: its name and where it came from. The other properties are left out because errors of
 * the SDK carry rows and responses, and those hold personal data.
 */
export function loggable(error: unknown): { error: { name: string; stack?: string } } {
  return error instanceof Error
    ? { error: { name: error.name, stack: error.stack } }
    : { error: { name: typeof error } };
}
