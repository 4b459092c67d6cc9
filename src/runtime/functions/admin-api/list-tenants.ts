import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { TenantPage } from '../../../contract/api';
import { STATUS_INDEX_NAME, statusShards, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantStatus } from '../../../contract/attributes';
import { nextPage, noSuchPage, pageRequest, startKey } from '../../http/pages';
import { ProblemError } from '../../library/problem';
import { representation, TENANT } from '../../tenants/tenants';

const STATUSES: readonly TenantStatus[] = Object.values(TENANT_STATUS);

/** What the list is sorted by. */
const ORDER = [TENANT_ATTRIBUTE.statusShard, TENANT_ATTRIBUTE.createdAt, TENANT_ATTRIBUTE.tenantId];

/** As many shards as are read at a time at most: those of one status. */
const MOST_AT_A_TIME = 16;

type Item = Readonly<Record<string, unknown>>;

/** What a shard has from some position on, up to the limit. */
interface Rest {
  readonly items: readonly Item[];
  /** Where DynamoDB stopped, if the shard has more. */
  readonly stoppedAt?: Item;
}

/**
 * A page of all tenants, or of those in one status: status by status, shard by shard, the oldest of each shard first.
 *
 * It begins with one shard, which fills the page where there are many tenants. If it does not, the next two are read at once, then
 * four, and so on: with few tenants, most shards are empty, and a page that asks one after the other would take dozens of calls.
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
  const shards = (asked === undefined ? STATUSES : [asked]).flatMap(statusShards);
  let position = after === undefined ? 0 : shards.indexOf(after[0]);
  if (position < 0) {
    throw noSuchPage();
  }

  const tenants: Item[] = [];
  for (let atATime = 1; position < shards.length; position += atATime, atATime = Math.min(2 * atATime, MOST_AT_A_TIME)) {
    const rests = await Promise.all(shards.slice(position, position + atATime).map(async (shard) => restOf(shard, limit - tenants.length)));
    for (const { items, stoppedAt } of rests) {
      tenants.push(...items.slice(0, limit - tenants.length));
      if (tenants.length === limit) return page(tenants, tenants.at(-1));
      if (stoppedAt !== undefined) return page(tenants, stoppedAt);
    }
  }
  return page(tenants, undefined);

  async function restOf(shard: string, most: number): Promise<Rest> {
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
      TableName: tableName,
      IndexName: STATUS_INDEX_NAME,
      KeyConditionExpression: '#shard = :shard',
      ExpressionAttributeNames: { '#shard': TENANT_ATTRIBUTE.statusShard },
      ExpressionAttributeValues: { ':shard': shard },
      Limit: most,
      ExclusiveStartKey: after?.[0] === shard ? startKey(after, ORDER) : undefined,
    }));
    return { items: Items, stoppedAt: LastEvaluatedKey };
  }
}

function statusOf({ queryStringParameters }: Pick<APIGatewayProxyEvent, 'queryStringParameters'>): TenantStatus | undefined {
  const status = queryStringParameters?.status;
  if (status !== undefined && !STATUSES.includes(status as TenantStatus)) {
    throw new ProblemError(400, 'The status in the query is invalid.', [{ field: 'status', detail: `must be one of ${STATUSES.join(', ')}` }]);
  }
  return status as TenantStatus | undefined;
}

function page(items: readonly Item[], last: Item | undefined): TenantPage {
  return { tenants: z.array(TENANT).parse(items).map(representation), ...nextPage(last, ORDER) };
}
