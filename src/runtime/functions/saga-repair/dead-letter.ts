import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { DeadLetter } from '../../../contract/events';

/** An event that starts a state machine. The repair reads only these fields, but sends the complete event again. */
export interface SagaEvent {
  readonly 'source': string;
  readonly 'detail-type': string;
  readonly [field: string]: unknown;
}

/** The parts of a dead letter that the repair and its report need. */
export interface ReadDeadLetter {
  /** Absent if the letter contains no event. */
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

/** Event of Step Functions for an execution that failed outside of a state. Its input is the original event, as JSON text. */
const STATUS_CHANGE = z.object({
  source: z.literal('aws.states'),
  time: z.string(),
  detail: z.object({ status: z.string(), input: z.optional(z.nullable(z.string())) }),
});

/**
 * Reads a message of the dead-letter queue. There are three kinds:
 *
 * - A letter that a state machine wrote.
 * - The status change of a Standard execution that failed outside of a state.
 * - The plain event that EventBridge could not deliver, or for which a function failed three times. The attributes of the message have
 *   the reason.
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
    // The first attribute is from EventBridge, the second from Lambda.
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
