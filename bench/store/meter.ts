import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AttributeValue, BatchGetItemCommandInput, ConsumedCapacity, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { send } from './request';
import type { Store } from './start';

/** The consumption of requests. */
export interface Consumption {
  /** Calls of DynamoDB. */
  readonly calls: number;
  /** Read and write request units, including those of indexes. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Calls of other services, such as STS. */
  readonly otherCalls: number;
}

/** A proxy before a store that counts. Measurements of time do not use it. */
export interface Meter {
  readonly endpoint: string;
  /** The consumption since the last call. */
  read(): Consumption;
  end(): void;
}

const NOTHING: Consumption = { calls: 0, readUnits: 0, writeUnits: 0, otherCalls: 0 };
const TARGET_PREFIX = 'DynamoDB_20120810.';
const WRITES = /^(Put|Update|Delete|BatchWrite|TransactWrite)/;

export async function startMeter({ endpoint }: Store): Promise<Meter> {
  let consumed = NOTHING;
  const count = (operation: string, asked: object, answer: Answer) => {
    const units = unitsOf(operation, asked, answer);
    const { calls, readUnits, writeUnits } = consumed;
    consumed = WRITES.test(operation)
      ? { ...consumed, calls: calls + 1, writeUnits: writeUnits + units }
      : { ...consumed, calls: calls + 1, readUnits: readUnits + units };
  };

  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const isForDynamoDb = target.startsWith(TARGET_PREFIX);
    const sent = await text(request);
    const asked = isForDynamoDb ? JSON.parse(sent) : undefined;
    // The store does not check signatures, so the body of a signed request can change.
    const body = asked ? JSON.stringify({ ...asked, ReturnConsumedCapacity: 'TOTAL' }) : sent;
    const answer = await send(`${endpoint}${request.url}`, { method: request.method, headers: headersOf(request), body });
    if (isForDynamoDb) {
      count(target.slice(TARGET_PREFIX.length), asked, JSON.parse(answer.body));
    } else {
      consumed = { ...consumed, otherCalls: consumed.otherCalls + 1 };
    }
    response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    read: () => {
      const read = consumed;
      consumed = NOTHING;
      return read;
    },
    end: () => server.close(),
  };
}

function unitsOf(operation: string, asked: object, answer: Answer): number {
  switch (operation) {
    case 'BatchGetItem': return unitsOfBatch(asked as BatchGetItemCommandInput);
    case 'Query': return unitsOfQuery(asked as QueryCommandInput, answer);
    default: return [answer.ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  }
}

/** All rows are smaller than 4 KB, so each is one unit or half a unit. */
function unitsOfBatch({ RequestItems = {} }: BatchGetItemCommandInput): number {
  return Object.values(RequestItems).reduce((sum, { Keys = [], ConsistentRead }) => sum + Keys.length * (ConsistentRead ? 1 : 0.5), 0);
}

/** The units of the result, because the store counts one unit for each query. Filters and projections leave out less than 4 KB here. */
function unitsOfQuery({ ConsistentRead }: QueryCommandInput, { Items = [] }: Answer): number {
  const bytes = Items.reduce((sum, item) => sum + bytesOf(item), 0);
  return Math.max(1, Math.ceil(bytes / 4_096)) * (ConsistentRead ? 1 : 0.5);
}

/** The size of names and values. Numbers count by their digits, which is slightly too much. */
function bytesOf(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + Object.values(value).join('')), 0);
}

interface Answer {
  readonly ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
  readonly Items?: ReadonlyArray<Readonly<Record<string, AttributeValue>>>;
}

/** The headers of the request, without those about the connection and the replaced body. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { 'host': _, 'connection': __, 'content-length': ___, 'expect': ____, ...others } = headers;
  return others as Record<string, string>;
}
