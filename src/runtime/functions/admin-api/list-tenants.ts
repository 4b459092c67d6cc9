import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { ListedTenant, TenantPage } from '../../../contract/api';
import { STATUS_INDEX_NAME, statusShards, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantStatus } from '../../../contract/attributes';
import { nextPage, noSuchPage, pageRequest, startKey } from '../../http/pages';
import { invalidRequest } from '../../library/problem';
import { tenantRepresentation } from '../../tenants/tenant-response';
import { TENANT } from '../../tenants/tenants';

const STATUSES: readonly TenantStatus[] = Object.values(TENANT_STATUS);

/** Attributes by which the list is sorted. */
const ORDER = [TENANT_ATTRIBUTE.statusShard, TENANT_ATTRIBUTE.createdAt, TENANT_ATTRIBUTE.tenantId];

/** Highest number of shards that are read at once: the shards of one status. */
const MOST_AT_A_TIME = 16;

/** Attributes that the list shows besides those of every tenant. */
const LISTED = z.object({ [TENANT_ATTRIBUTE.ownerId]: z.optional(z.string()), [TENANT_ATTRIBUTE.memberCount]: z.optional(z.int()) });

type Item = Readonly<Record<string, unknown>>;

/** The items of a shard after a position, up to the limit. */
interface Rest {
  readonly items: readonly Item[];
  /** The last item that DynamoDB has read, if the shard has more items. */
  readonly stoppedAt?: Item;
}

/**
 * Returns a page of all tenants, or of the tenants in one status. They are sorted by status, then by shard, then by age, oldest first.
 *
 * It reads one shard first, which fills the page if there are many tenants. Otherwise it reads the next two shards at once, then four, and
 * so on. With few tenants, most shards are empty, and reading them one after the other would take dozens of calls.
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
    throw invalidRequest('The status in the query is invalid.', [{ field: 'status', detail: `must be one of ${STATUSES.join(', ')}` }]);
  }
  return status as TenantStatus | undefined;
}

function page(items: readonly Item[], last: Item | undefined): TenantPage {
  return { tenants: items.map(listedTenant), ...nextPage(last, ORDER) };
}

function listedTenant(item: Item): ListedTenant {
  const { ownerid: ownerId, members: memberCount } = LISTED.parse(item);
  return { ...tenantRepresentation(TENANT.parse(item)), ...ownerId !== undefined && { ownerId }, ...memberCount !== undefined && { memberCount } };
}
