import { Duration, aws_stepfunctions as sfn } from 'aws-cdk-lib';

/** Ends a call that hangs; the services answer within milliseconds. */
export function taskTimeout(): sfn.Timeout {
  return sfn.Timeout.duration(Duration.seconds(3));
}

/**
 * Retries a task after every error except those that a second attempt cannot change.
 *
 * The errors to retry are not listed by name: each integration names throttling, timeouts and internal errors in its own
 * way, a permanent error costs some seconds only, and a role or key policy that is not yet known everywhere heals too.
 * The worst path through a machine stays below four minutes with this, since Express executions end, unseen, at five.
 */
export function retryTask<T extends sfn.TaskStateBase>(task: T, options: { readonly except?: string } = {}): T {
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
