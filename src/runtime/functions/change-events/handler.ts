import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { PublishChanges } from '../../changes/publisher';
import { createReadChanges, type ReadChangesProps } from '../../changes/read-changes';
import { startLog } from '../../observability/log';

export interface ChangeEventsHandlerProps extends ReadChangesProps {
  readonly publishChanges: PublishChanges;
}

/** Publishes the events of change streams in order. Lambda delivers an event that the bus refuses again, together with all later ones. */
export function createHandler({ publishChanges, ...props }: ChangeEventsHandlerProps) {
  const readEvents = createReadChanges(props, ({ events }) => events);
  return async ({ Records: records }: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    startLog(props.logger, context.awsRequestId);
    const refused = await publishChanges(await readEvents(records));
    return { batchItemFailures: refused === undefined ? [] : [{ itemIdentifier: refused.sequenceNumber }] };
  };
}
