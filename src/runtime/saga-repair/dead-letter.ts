import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { DeadLetter } from '../../contract/events';

/** What is needed to give the event of a dead letter back, and to tell people about it. */
export interface ReadDeadLetter {
  /** The event as JSON; nothing where there is none. */
  readonly event?: string;
  /** ARN of the state machine that the event belongs to; nothing where the letter does not say. */
  readonly stateMachine?: string;
  readonly error: string;
  readonly state: string;
  readonly failedAt: string;
}

/** An event of EventBridge, as far as it matters here. */
const EVENT = z.object({ 'source': z.string(), 'detail-type': z.string() });

/** A letter of a state machine. Where an execution ended by itself, the event is a text. */
const LETTER = z.object({
  event: z.unknown(),
  error: z.string(),
  state: z.string(),
  stateMachine: z.string(),
  failedAt: z.string(),
} satisfies Partial<Record<keyof DeadLetter, unknown>>);

/**
 * Reads a message of the dead-letter queue. There are two kinds: a letter that a state machine wrote, and the plain event
 * that EventBridge could not deliver, with the reason in the attributes of the message.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function readDeadLetter({ Body, Attributes, MessageAttributes }: Message): ReadDeadLetter {
  const body = parse(Body);
  const sentAt = new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();

  const letter = LETTER.safeParse(body);
  if (letter.success) {
    const { event, ...known } = letter.data;
    return { ...known, event: eventText(typeof event === 'string' ? parse(event) : event) };
  }
  return {
    event: eventText(body),
    stateMachine: MessageAttributes?.TARGET_ARN?.StringValue,
    error: MessageAttributes?.ERROR_CODE?.StringValue ?? 'Unknown',
    state: '',
    failedAt: sentAt,
  };
}

function eventText(event: unknown): string | undefined {
  return EVENT.safeParse(event).success ? JSON.stringify(event) : undefined;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
