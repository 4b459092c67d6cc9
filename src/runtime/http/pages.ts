import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Page, PAGE_DEFAULT_SIZE, PAGE_MAX_SIZE, type ProblemField } from '../../contract/api';
import { ProblemError } from '../library/problem';

/** Which page a request asks for. */
export interface PageRequest {
  readonly limit: number;
  /** Where the page before has ended: values of the attributes that a list is sorted by. */
  readonly after?: readonly string[];
}

/** DynamoDB takes no empty key, and no sort key of more bytes. */
const KEY_MAX_BYTES = 1024;

/** Half of a surrogate pair: JSON can have one, and DynamoDB fails on it. */
const HALF_A_PAIR = /\p{Cs}/u;

const POSITION = z.array(z.string().check(z.minLength(1), z.refine((text) => Buffer.byteLength(text) <= KEY_MAX_BYTES && !HALF_A_PAIR.test(text))));

const NO_CURSOR: ProblemField = { field: 'cursor', detail: 'must be nextCursor of the previous page' };

/**
 * Reads `limit` and `cursor` of the query.
 *
 * @param keys how many attributes the list is sorted by
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

/** For a list that knows more about its positions than {@link pageRequest} does. */
export function noSuchPage(errors: readonly ProblemField[] = [NO_CURSOR]): ProblemError {
  return new ProblemError(400, 'Invalid paging parameters.', errors);
}

/**
 * The key of the item that a page begins behind, as far as it is in the cursor.
 *
 * @param attributes Those that the list is sorted by.
 */
export function startKey(after: readonly string[], attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((name, index) => [name, after[index]]));
}

/**
 * What asks for the page behind an item.
 *
 * @param last The item that DynamoDB has read last; absent when there is no more.
 * @param attributes Those that the list is sorted by.
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
    // A cursor is nothing that people write: what is wrong with it does not matter.
    return undefined;
  }
}
