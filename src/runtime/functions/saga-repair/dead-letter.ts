import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { DeadLetter } from '../../../contract/events';

/** An event that starts a state machine, as far as it matters here; all of it goes back. */
export interface SagaEvent {
  readonly 'source': string;
  readonly 'detail-type': string;
  readonly [field: string]: unknown;
}

/** What is needed to give the event of a dead letter back, and to tell people about it. */
export interface ReadDeadLetter {
  /** Nothing where there is no event in the letter. */
  readonly event?: SagaEvent;
  readonly error: string;
  readonly state: string;
  readonly failedAt: string;
}

const EVENT: z.ZodMiniType<SagaEvent> = z.looseObject({ 'source': z.string(), 'detail-type': z.string() });

/** A letter of a state machine. */
const LETTER = z.object({
  event: z.unknown(),
  error: z.string(),
  state: z.string(),
  failedAt: z.string(),
} satisfies Partial<Record<keyof DeadLetter, unknown>>);

/** What Step Functions says of an execution that ended by itself. The event is the input of the execution, as a text. */
const STATUS_CHANGE = z.object({
  source: z.literal('aws.states'),
  time: z.string(),
  detail: z.object({ status: z.string(), input: z.optional(z.nullable(z.string())) }),
});

/**
 * Reads a message of the dead-letter queue. There are three kinds: a letter that a state machine wrote; the news of a
 * Standard execution that ended by itself; and the plain event that EventBridge could not deliver, or that a function failed on
 * three times, with the reason in the attributes of the message.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function readDeadLetter({ Body, Attributes, MessageAttributes }: Message): ReadDeadLetter {
  const body = parse(Body);
  const letter = LETTER.safeParse(body);
  if (letter.success) {
    return { ...letter.data, event: eventIn(letter.data.event) };
  }
  const statusChange = STATUS_CHANGE.safeParse(body);
  if (statusChange.success) {
    const { time, detail: { status, input } } = statusChange.data;
    return { event: eventIn(parse(input)), error: status, state: '', failedAt: time };
  }
  return {
    event: eventIn(body),
    // Of EventBridge, or of Lambda.
    error: (MessageAttributes?.ERROR_CODE ?? MessageAttributes?.ErrorCode)?.StringValue ?? 'Unknown',
    state: '',
    failedAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
  };
}

function eventIn(value: unknown): SagaEvent | undefined {
  const event = EVENT.safeParse(value);
  return event.success ? event.data : undefined;
}

function parse(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
