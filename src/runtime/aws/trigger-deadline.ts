import type { Context } from 'aws-lambda';

/**
 * How long Cognito waits for the answer of a trigger, in milliseconds, the start of the function included.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
 */
const COGNITO_TIMEOUT = 5_000;

/** For what is not seen from here: the start of the environment before that of this process, and both ways between Cognito and Lambda. */
const UNSEEN = 500;

/**
 * The most that is taken off for a start, several times what one takes. After a longer one, Cognito's time is over whatever happens here: it calls
 * again, and meets a process that has started. An error would end the sign-in instead.
 */
const LONGEST_START = 1_500;

/** Until when a trigger has to answer, in milliseconds since the epoch. */
export type TriggerDeadline = (context: Pick<Context, 'getRemainingTimeInMillis'>) => number;

/**
 * Makes the function that says until when a call of a trigger has to answer. Lambda's own count begins after the start of the function, Cognito's before:
 * the first call of a process has less time than the others.
 *
 * @param startup How long the process took from its start until it could be called, in milliseconds.
 */
export function createTriggerDeadline(startup: number): TriggerDeadline {
  let spent = Math.min(startup, LONGEST_START);
  return (context) => {
    const left = Math.min(context.getRemainingTimeInMillis(), COGNITO_TIMEOUT - spent);
    spent = 0;
    return Date.now() + left - UNSEEN;
  };
}

/** A signal for calls that must end at the deadline. */
export function abortAt(deadline: number): AbortSignal {
  // A signal takes whole milliseconds only, and the start of a process is measured in parts of them.
  return AbortSignal.timeout(Math.max(0, Math.floor(deadline - Date.now())));
}
