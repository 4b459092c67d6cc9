import type { Message } from '@aws-sdk/client-sqs';
import type { DeadLetter } from '../../src/contract/events';

/** A dead letter of any kind, in one shape. */
export interface Letter extends Pick<DeadLetter, 'error' | 'state' | 'stateMachine' | 'failedAt'> {
  readonly userId: string;
  readonly event: unknown;
}

/** Reads a dead letter of a state machine, an event that EventBridge could not deliver, or a report of a failed Standard execution. */
export function readLetter({ Body, MessageAttributes, Attributes }: Message): Letter {
  const letter = contentOf(JSON.parse(Body!), MessageAttributes?.ERROR_CODE?.StringValue, MessageAttributes?.TARGET_ARN?.StringValue, Attributes);
  return { ...letter, userId: (letter.event as { detail: { userId: string } }).detail.userId };
}

function contentOf(body: any, errorCode = '', targetArn = '', attributes: Message['Attributes'] = {}): Omit<Letter, 'userId'> {
  if ('stateMachine' in body) return body as DeadLetter;
  if (body.source === 'aws.states') {
    // The report of a failed Standard execution.
    const { input, status, error, stateMachineArn } = body.detail;
    return { event: JSON.parse(input), error: error ? `${status} by ${error}` : status, state: '', stateMachine: stateMachineArn, failedAt: body.time };
  }
  return { event: body, error: errorCode, state: '', stateMachine: targetArn, failedAt: new Date(Number(attributes.SentTimestamp)).toISOString() };
}

/** The users without a dead letter. */
export function withoutLetter<U extends { readonly userId: string }>(users: readonly U[], letters: readonly Letter[]): U[] {
  const lettered = new Set(letters.map(({ userId }) => userId));
  return users.filter(({ userId }) => !lettered.has(userId));
}

/** The reasons of dead letters, for an expectation that there are none. */
export function reasons(letters: readonly Letter[]): string[] {
  return letters.map(({ userId, state, error }) => `${userId}: ${error} in ${state || 'no state'}`);
}

/** A dead letter of a deletion. */
export interface TenantLetter extends Pick<DeadLetter, 'error' | 'state'> {
  readonly tenantId: string;
}

/** Reads the dead letter of a deletion. */
export function readTenantLetter({ Body }: Message): TenantLetter {
  const { event, error, state } = contentOf(JSON.parse(Body!));
  return { tenantId: (event as { detail: { tenantId: string } }).detail.tenantId, error, state };
}
