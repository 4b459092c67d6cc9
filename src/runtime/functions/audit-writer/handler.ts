import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { type ProvideClientKeys, usersWithoutKeys } from './client-keys';
import type { PutRecord } from './put-record';
import { recordOfExport } from './record-of-export';
import { recordOfSignIn } from './record-of-sign-in';
import { recordOperation } from './record-operation';
import { recordsOfChange } from './records-of-change';
import type { ExportAuditRequest, SignInAuditRequest } from '../../../contract/audit';
import { DETAIL_TYPE } from '../../../contract/events';
import type { TenantAuditRecord } from '../../audit/stored-record';
import type { PublishChanges } from '../../changes/publisher';
import { createReadChanges, type ReadChangesProps } from '../../changes/read-changes';
import { createApiHandler } from '../../http/api-handler';
import { loggable, startLog } from '../../observability/log';

export interface AuditWriterHandlerProps extends ReadChangesProps {
  readonly putRecord: PutRecord;
  readonly publishChanges: PublishChanges;
  /** Absent if records have no client details. */
  readonly provideClientKeys?: ProvideClientKeys;
  /** Origins that can read the responses; `*` for all. */
  readonly allowOrigins: readonly string[];
}

/** Changes of the tables, a request to the admin API, the end of an export, or a sign-in. */
export type AuditWriterEvent = DynamoDBStreamEvent | APIGatewayProxyEvent | ExportAuditRequest | SignInAuditRequest;

/** Number of records that are written at the same time. */
const AT_A_TIME = 10;

/**
 * Writes the audit log: the changes in the streams of the tables, exports, sign-ins, and the records that the application adds through the admin API. No
 * other function can write it.
 *
 * An event is published after its record is written. A delivery that is repeated publishes it again with the same id.
 */
export function createHandler(props: AuditWriterHandlerProps) {
  const { putRecord, publishChanges, provideClientKeys, allowOrigins, logger } = props;
  const readRecords = createReadChanges(props, recordsOfChange);
  const answer = createApiHandler({ allowOrigins, logger, operations: [recordOperation({ write, logger })] });

  return async (event: AuditWriterEvent, context: Context): Promise<DynamoDBBatchResponse | APIGatewayProxyResult | undefined> => {
    if ('Records' in event) return writeChanges(event, context);
    if (!('exported' in event) && !('signedIn' in event)) return answer(event, context);
    startLog(logger, context.awsRequestId);
    const isPublished = await write('exported' in event ? recordOfExport(event) : recordOfSignIn(event));
    // The state machine, or Lambda for a sign-in, repeats the call, which adds no other record.
    if (!isPublished) throw new Error('The event bus refused the event of a record.');
    return undefined;
  };

  async function writeChanges({ Records: records }: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
    startLog(logger, context.awsRequestId);
    const read = (await readRecords(records)).map((record) => (provideClientKeys ? record : withoutClient(record)));
    for (let start = 0; start < read.length; start += AT_A_TIME) {
      const batch = read.slice(start, start + AT_A_TIME);
      const failed = await firstFailure(batch.map(putRecord));
      const written = batch.slice(0, failed);
      const refused = await publishChanges(written.map((record) => ({ ...eventOf(record), sequenceNumber: record.sequenceNumber })));
      await provideKeysFor(written);
      const retried = refused ?? (failed === undefined ? undefined : batch[failed]);
      if (retried !== undefined) return { batchItemFailures: [{ itemIdentifier: retried.sequenceNumber }] };
    }
    return { batchItemFailures: [] };
  }

  /** @returns index of the first record that could not be written */
  async function firstFailure(writes: ReadonlyArray<Promise<void>>): Promise<number | undefined> {
    const results = await Promise.allSettled(writes);
    const failed = results.findIndex(({ status }) => status === 'rejected');
    if (failed < 0) return undefined;
    logger.error('A record could not be written and will be written again', loggable((results[failed] as PromiseRejectedResult).reason));
    return failed;
  }

  /** A user who gets no keys now gets them with the next change. */
  async function provideKeysFor(records: readonly TenantAuditRecord[]): Promise<void> {
    if (provideClientKeys === undefined) return;
    const results = await Promise.allSettled(usersWithoutKeys(records.map(({ record }) => record)).map(async (userId) => provideClientKeys(userId)));
    for (const result of results) {
      if (result.status === 'rejected') logger.error('A user has no keys for client details yet', loggable(result.reason));
    }
  }

  /** @returns whether the event is on the bus, too */
  async function write(record: TenantAuditRecord): Promise<boolean> {
    await putRecord(record);
    return await publishChanges([eventOf(record)]) === undefined;
  }
}

function eventOf({ tenantId, record }: TenantAuditRecord) {
  return { detailType: DETAIL_TYPE.auditRecorded, detail: { tenantId, ...record } };
}

/** Rows keep the details of their last change when the application stops recording them. */
function withoutClient<Recorded extends TenantAuditRecord>(recorded: Recorded): Recorded {
  const { context: { sealedClient: _, ...context }, ...record } = recorded.record;
  return { ...recorded, record: { ...record, context } };
}
