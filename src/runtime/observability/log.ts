import type { Logger } from '@aws-lambda-powertools/logger';

/** Adds the id of a request to all following log lines, and removes the keys of the previous request. */
export function startLog(logger: Logger, requestId: string): void {
  logger.resetKeys();
  logger.setCorrelationId(requestId);
}

/**
 * Returns the parts of an error that can be logged: its name and its stack. The other properties are left out, because errors of the SDK
 * contain rows and responses with personal data.
 */
export function loggable(error: unknown): { error: { name: string; stack?: string } } {
  return error instanceof Error
    ? { error: { name: error.name, stack: error.stack } }
    : { error: { name: typeof error } };
}
