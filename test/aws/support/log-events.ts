import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { clients } from './clients';

/** The messages of a log group that match a pattern, since a time. */
export async function logEvents(logGroupName: string, filterPattern: string, startTime: number): Promise<string[]> {
  const messages: string[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client: clients.logs() }, { logGroupName, filterPattern, startTime })) {
    messages.push(...events.map(({ message }) => message!));
  }
  return messages;
}
