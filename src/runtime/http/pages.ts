import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Page, PAGE_DEFAULT_SIZE, PAGE_MAX_SIZE, type ProblemField } from '../../contract/api';
import { invalidRequest, type ProblemError } from '../library/problem';

/** The page for which a request asks. */
export interface PageRequest {
  readonly limit: number;
  /** End of the previous page: the values of the attributes by which the list is sorted. */
  readonly after?: readonly string[];
}

/** DynamoDB accepts neither empty keys nor longer sort keys. */
const KEY_MAX_BYTES = 1024;

/** Half of a surrogate pair. JSON can contain one, and DynamoDB fails on it. */
const HALF_A_PAIR = /\p{Cs}/u;

const POSITION = z.array(z.string().check(z.minLength(1), z.refine((text) => Buffer.byteLength(text) <= KEY_MAX_BYTES && !HALF_A_PAIR.test(text))));

const NO_CURSOR: ProblemField = { field: 'cursor', detail: 'must be nextCursor of the previous page' };

/**
 * Reads `limit` and `cursor` of the query.
 *
 * @param keys Number of attributes by which the list is sorted.
 * @throws ProblemError 400
 */
export function pageRequest({ queryStringParameters }: Pick<APIGatewayProxyEvent, 'queryStringParameters'>, keys: number): PageRequest {
  const { limit, cursor } = queryStringParameters ?? {};
  const errors: ProblemField[] = [];
  const size = limit === undefined ? PAGE_DEFAULT_SIZE : Number(limit);
  if (limit !== undefined && !/^[1-9]\d{0,2}$/.test(limit) || size > PAGE_MAX_SIZE) {
    errors.push({ field: 'limit', detail: `must be a whole number from 1 to ${PAGE_MAX_SIZE}` });
  }
  const after = cursor === undefined ? undefined : position(cursor, keys);
  if (cursor !== undefined && after === undefined) {
    errors.push(NO_CURSOR);
  }
  if (errors.length > 0) {
    throw noSuchPage(errors);
  }
  return { limit: size, after };
}

/** The refusal of an invalid page. A list can also use it for cursors that {@link pageRequest} cannot check completely. */
export function noSuchPage(errors: readonly ProblemField[] = [NO_CURSOR]): ProblemError {
  return invalidRequest('Invalid paging parameters.', errors);
}

/**
 * Returns the attributes of the cursor as the start key of a page.
 *
 * @param attributes Attributes by which the list is sorted.
 */
export function startKey(after: readonly string[], attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((name, index) => [name, after[index]]));
}

/**
 * Returns the cursor of the next page.
 *
 * @param last The last item that DynamoDB has read; absent on the last page.
 * @param attributes Attributes by which the list is sorted.
 */
export function nextPage(last: Readonly<Record<string, unknown>> | undefined, attributes: readonly string[]): Page {
  if (last === undefined) return {};
  return { nextCursor: Buffer.from(JSON.stringify(attributes.map((name) => last[name]))).toString('base64url') };
}

function position(cursor: string, keys: number): string[] | undefined {
  try {
    const values = POSITION.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return values.length === keys ? values : undefined;
  } catch {
    // People do not write cursors, so the exact fault does not matter.
    return undefined;
  }
}
