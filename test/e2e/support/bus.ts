import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { eventBridge, outputs, sqs } from './engine';
import { Subscription } from '../../../local/client/subscription';

/** Puts an event on the application's bus and returns its id. */
export async function publish(source: string, detailType: string, detail: unknown): Promise<string> {
  const { Entries } = await eventBridge.send(new PutEventsCommand({
    Entries: [{ EventBusName: outputs.EventBusName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
  }));
  const eventId = Entries?.[0].EventId;
  if (!eventId) throw new Error(`The bus must accept the event, but answered ${JSON.stringify(Entries)}`);
  return eventId;
}

/** Collects the events that match a pattern from the application's bus. */
export async function subscribe<D>(pattern: { readonly 'source': readonly string[]; readonly 'detail-type': readonly string[] }): Promise<Subscription<D>> {
  return Subscription.to<D>({ eventBridge, sqs, eventBusName: outputs.EventBusName }, pattern);
}
