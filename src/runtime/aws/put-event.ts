import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}

export type PutEvent = (event: BusEvent, abortSignal?: AbortSignal) => Promise<void>;

/** Creates the function that puts one event on a bus. It throws if the bus refuses the event. */
export function createPutEvent(eventBridge: EventBridgeClient, eventBusName: string): PutEvent {
  return async ({ source, detailType, detail }, abortSignal) => {
    const { FailedEntryCount, Entries } = await eventBridge.send(new PutEventsCommand({
      Entries: [{ EventBusName: eventBusName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
    }), { abortSignal });
    if (FailedEntryCount) {
      // The error message of an entry is left out because it can repeat the event.
      throw new Error(`The event bus refused the event: ${Entries?.[0]?.ErrorCode ?? 'no error code'}.`);
    }
  };
}
