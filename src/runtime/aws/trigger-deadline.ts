import type { Context } from 'aws-lambda';

/**
 * Cognito's timeout for a trigger, in milliseconds. It includes the start of the function.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
 */
const COGNITO_TIMEOUT = 5_000;

/** Reserve for time that this process cannot measure: the start of the environment, and the network between Cognito and Lambda. */
const UNSEEN = 500;

/**
 * Highest deduction for a start, several times the usual time. After a longer start, Cognito's timeout has passed in any case: Cognito calls
 * again, and reaches a process that has started. A higher deduction would end in an error, which ends the sign-in.
 */
const LONGEST_START = 1_500;

/** Returns the time by which a trigger must respond, in milliseconds since the epoch. */
export type TriggerDeadline = (context: Pick<Context, 'getRemainingTimeInMillis'>) => number;

/**
 * Creates the function that computes the deadline of a call. Lambda measures the time after the start of the function, but Cognito includes
 * the start. So the first call of a process has less time than later calls.
 *
 * @param startup Time from the start of the process until it could be called, in milliseconds.
 */
export function createTriggerDeadline(startup: number): TriggerDeadline {
  let spent = Math.min(startup, LONGEST_START);
  return (context) => {
    const left = Math.min(context.getRemainingTimeInMillis(), COGNITO_TIMEOUT - spent);
    spent = 0;
    return Date.now() + left - UNSEEN;
  };
}

/** Returns a signal that ends calls at the deadline. */
export function abortAt(deadline: number): AbortSignal {
  // A signal accepts only integers, but the start of a process is measured in fractions of milliseconds.
  return AbortSignal.timeout(Math.max(0, Math.floor(deadline - Date.now())));
}
