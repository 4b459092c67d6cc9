import type { Logger } from '@aws-lambda-powertools/logger';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { appendSegment, type ArchiveStore } from './append-segment';
import { AUDIT_ATTRIBUTE } from '../../../contract/audit';
import { dayOf, prefixOf, type Segment } from '../../archive/segment';
import { recordOf } from '../../audit/stored-record';
import { startLog } from '../../observability/log';

export interface AuditArchiverHandlerProps {
  readonly archive: ArchiveStore;
  readonly logger: Logger;
}

type Day = Pick<Segment, 'tenantId' | 'day' | 'records'>;

/**
 * Copies new records of the audit log to the archive, one segment for each tenant and day. The stream delivers the records of a tenant one batch after
 * another, so segments of a chain are never written at the same time. A batch that is delivered again adds nothing.
 */
export function createHandler({ archive, logger }: AuditArchiverHandlerProps) {
  return async (event: DynamoDBStreamEvent, context: Context): Promise<void> => {
    startLog(logger, context.awsRequestId);
    for (const day of daysOf(event)) {
      await appendSegment(archive, day);
    }
  };
}

/** The new records of a batch, by tenant and day. Expired records, which DynamoDB deletes, stay in the archive. */
function daysOf({ Records: changes }: DynamoDBStreamEvent): Day[] {
  const days = new Map<string, Day>();
  for (const { dynamodb } of changes) {
    const image = dynamodb?.NewImage;
    if (image === undefined || dynamodb?.OldImage !== undefined) continue;
    const item = unmarshall(image as Parameters<typeof unmarshall>[0]);
    const record = recordOf(item);
    const day = { tenantId: String(item[AUDIT_ATTRIBUTE.tenantId]), day: dayOf(record) };
    days.set(prefixOf(day), { ...day, records: [...days.get(prefixOf(day))?.records ?? [], record] });
  }
  return [...days.values()];
}
