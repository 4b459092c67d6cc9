import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { RecordsQuery } from './audit-query';
import { AUDIT_ATTRIBUTE, type AuditRecord } from '../../../contract/audit';
import { recordOf } from '../../audit/stored-record';
import { nextPage, noSuchPage } from '../../http/pages';

export interface RecordsOfTenant {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly tenantId: string;
}

/**
 * Number of records that DynamoDB reads at once for a filter, and how often it reads for one page. A filter that matches little ends a page early,
 * so a request cannot run for longer than a gateway waits. The next page continues there.
 */
const READ_AT_ONCE = 500;
const MOST_READS = 10;

/** Records as they are stored, newest first. */
export interface RecordsPage {
  readonly records: readonly AuditRecord[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** Sorts after every time, and before `#`, which separates it from the id. */
const AFTER_EVERY_TIME = ':';
const BEFORE_EVERY_TIME = ' ';

/**
 * Returns a page of the records of a tenant, newest first.
 *
 * @throws ProblemError 400 for the cursor of a list with other times
 */
export async function listRecords({ client, tableName, tenantId }: RecordsOfTenant, query: RecordsQuery): Promise<RecordsPage> {
  const { from = BEFORE_EVERY_TIME, to = AFTER_EVERY_TIME, actor, action, limit, after } = query;
  if (after && !(after[0] >= from && after[0] <= to)) throw noSuchPage();
  const filters = Object.entries({ [AUDIT_ATTRIBUTE.actorId]: actor, [AUDIT_ATTRIBUTE.action]: action }).filter(([, value]) => value !== undefined);
  const isFiltered = filters.length > 0;
  const items: unknown[] = [];
  let last: Record<string, unknown> | undefined = after && keyOf(tenantId, after[0]);
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#tenantId = :tenantId AND #recordId BETWEEN :from AND :to',
      ...isFiltered && { FilterExpression: filters.map(([name]) => `#${name} = :${name}`).join(' AND ') },
      ExpressionAttributeNames: {
        '#tenantId': AUDIT_ATTRIBUTE.tenantId,
        '#recordId': AUDIT_ATTRIBUTE.recordId,
        ...Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':tenantId': tenantId, ':from': from, ':to': to, ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, value])),
      },
      ScanIndexForward: false,
      // A record must be visible as soon as it is written: somebody who looks for a change looks once.
      ConsistentRead: true,
      Limit: isFiltered ? READ_AT_ONCE : limit,
      ExclusiveStartKey: last,
    }));
    for (const item of Items) {
      items.push(item);
      if (items.length === limit) return page(items, LastEvaluatedKey === undefined && item === Items.at(-1) ? undefined : item);
    }
    if (LastEvaluatedKey === undefined) return page(items, undefined);
    last = LastEvaluatedKey;
  }
  return page(items, last);
}

function page(items: readonly unknown[], last: Record<string, unknown> | undefined): RecordsPage {
  return { records: items.map(recordOf), ...nextPage(last, [AUDIT_ATTRIBUTE.recordId]) };
}

function keyOf(tenantId: string, recordId: string) {
  return { [AUDIT_ATTRIBUTE.tenantId]: tenantId, [AUDIT_ATTRIBUTE.recordId]: recordId };
}
