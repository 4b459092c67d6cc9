import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { TenantPage } from '../../contract/api';
import { STATUS_INDEX_NAME, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantStatus } from '../../contract/attributes';
import { nextPage, noSuchPage, pageRequest, startKey } from '../shared/pages';
import { ProblemError } from '../shared/problem';
import { representation, TENANT } from '../shared/tenants';

const STATUSES: readonly TenantStatus[] = Object.values(TENANT_STATUS);

/** What the list is sorted by. */
const ORDER = [TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.createdAt, TENANT_ATTRIBUTE.tenantId];

/**
 * A page of all tenants, or of those in one status: status by status, the oldest first. It reads as many items as it shows.
 *
 * @throws ProblemError 400
 */
export async function listTenants(
  client: DynamoDBDocumentClient,
  tableName: string,
  event: Pick<APIGatewayProxyEvent, 'queryStringParameters'>,
): Promise<TenantPage> {
  const { limit, after } = pageRequest(event, ORDER.length);
  const asked = statusOf(event);
  const start = after === undefined ? 0 : STATUSES.indexOf(after[0] as TenantStatus);
  if (start < 0 || (after !== undefined && asked !== undefined && after[0] !== asked)) {
    throw noSuchPage();
  }

  const tenants: unknown[] = [];
  for (const status of STATUSES.slice(start).filter((candidate) => asked === undefined || candidate === asked)) {
    const isContinued = after !== undefined && status === STATUSES[start];
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
      TableName: tableName,
      IndexName: STATUS_INDEX_NAME,
      KeyConditionExpression: '#status = :status',
      ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status },
      ExpressionAttributeValues: { ':status': status },
      Limit: limit - tenants.length,
      ExclusiveStartKey: isContinued ? startKey(after, ORDER) : undefined,
    }));
    tenants.push(...Items);
    if (LastEvaluatedKey !== undefined || tenants.length === limit) {
      return page(tenants, LastEvaluatedKey ?? Items.at(-1));
    }
  }
  return page(tenants, undefined);
}

function statusOf({ queryStringParameters }: Pick<APIGatewayProxyEvent, 'queryStringParameters'>): TenantStatus | undefined {
  const status = queryStringParameters?.status;
  if (status !== undefined && !STATUSES.includes(status as TenantStatus)) {
    throw new ProblemError(400, 'The query does not name a status.', [{ field: 'status', detail: `must be one of ${STATUSES.join(', ')}` }]);
  }
  return status as TenantStatus | undefined;
}

function page(items: unknown[], last: Readonly<Record<string, unknown>> | undefined): TenantPage {
  return { tenants: z.array(TENANT).parse(items).map(representation), ...nextPage(last, ORDER) };
}
