import type { Message } from '@aws-sdk/client-sqs';
import type { DeadLetter } from '../../src/contract/events';

/** A dead letter of either kind, in one shape. */
export interface Letter extends Pick<DeadLetter, 'error' | 'state' | 'stateMachine' | 'failedAt'> {
  readonly userId: string;
  readonly event: unknown;
}

/** Reads what a state machine has given up, or what EventBridge could not deliver. */
export function readLetter({ Body, MessageAttributes, Attributes }: Message): Letter {
  const body = JSON.parse(Body!);
  const letter = 'stateMachine' in body ? body as DeadLetter : {
    event: body,
    error: MessageAttributes?.ERROR_CODE?.StringValue ?? '',
    state: '',
    stateMachine: MessageAttributes?.TARGET_ARN?.StringValue ?? '',
    failedAt: new Date(Number(Attributes?.SentTimestamp)).toISOString(),
  };
  const event = typeof letter.event === 'string' ? JSON.parse(letter.event) : letter.event;
  return { ...letter, event, userId: event.detail.userId };
}

/** Those of the users whom no dead letter is about. */
export function withoutLetter<U extends { readonly userId: string }>(users: readonly U[], letters: readonly Letter[]): U[] {
  const lettered = new Set(letters.map(({ userId }) => userId));
  return users.filter(({ userId }) => !lettered.has(userId));
}

/** What letters say, for an expectation that there are none. */
export function reasons(letters: readonly Letter[]): string[] {
  return letters.map(({ userId, state, error }) => `${userId}: ${error} in ${state || 'no state'}`);
}
