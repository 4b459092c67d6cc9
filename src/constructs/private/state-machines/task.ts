import { Duration, aws_stepfunctions as sfn } from 'aws-cdk-lib';

/** Returns the time limit of a call. The services normally respond within milliseconds. */
export function taskTimeout(): sfn.Timeout {
  return sfn.Timeout.duration(Duration.seconds(3));
}

/**
 * Retries a task after every error except those that a second attempt cannot change.
 *
 * The errors to retry are not listed by name, because each integration has its own names for throttling, timeouts and internal errors.
 * Retrying a permanent error costs only some seconds, and a new role or key policy may need a moment to take effect. The longest path
 * through a machine of the saga takes less than four minutes. Express executions end after five minutes, unnoticed.
 */
export function retryTask<T extends sfn.TaskStateBase | sfn.CustomState>(task: T, options: { readonly except?: string } = {}): T {
  task.addRetry({ errors: ['States.QueryEvaluationError', ...options.except ? [options.except] : []], maxAttempts: 0 });
  task.addRetry({
    errors: [sfn.Errors.ALL],
    interval: Duration.seconds(1),
    backoffRate: 2,
    maxAttempts: 4,
    jitterStrategy: sfn.JitterType.FULL,
  });
  return task;
}
