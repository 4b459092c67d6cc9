import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ProblemField } from '../../../contract/api';
import { type PageRequest, pageRequest } from '../../http/pages';
import { invalidRequest } from '../../library/problem';

/** The records for which a request asks. */
export interface RecordsQuery extends PageRequest {
  /** Earliest time; ISO 8601, UTC, to the millisecond. */
  readonly from?: string;
  /** Time before which the records are; ISO 8601, UTC, to the millisecond. */
  readonly to?: string;
  readonly actor?: string;
  readonly action?: string;
}

/** ISO 8601 with a time zone, as `deleteAt` of a closure. A `+` in a query stands for a space if it is not encoded. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Neither an actor nor an action is longer. The longest ARN has 2,048 characters. */
const LONGEST_TEXT = 2_048;

/**
 * Reads the query of a list of records.
 *
 * @throws ProblemError 400 with every invalid field
 */
export function auditQuery(event: Pick<APIGatewayProxyEvent, 'queryStringParameters'>): RecordsQuery {
  const { from, to, actor, action } = event.queryStringParameters ?? {};
  const errors: ProblemField[] = [];
  const time = (field: string, value: string | undefined) => {
    if (value === undefined) return undefined;
    if (TIME.test(value) && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
    errors.push({ field, detail: 'must be a time with a time zone, such as 2026-11-30T09:00:00Z' });
    return undefined;
  };
  const text = (field: string, value: string | undefined) => {
    if (value !== undefined && (value === '' || value.length > LONGEST_TEXT)) {
      errors.push({ field, detail: `must have 1 to ${LONGEST_TEXT} characters` });
    }
    return value;
  };
  const query = { from: time('from', from), to: time('to', to), actor: text('actor', actor), action: text('action', action) };
  if (query.from !== undefined && query.to !== undefined && query.from > query.to) {
    errors.push({ field: 'to', detail: 'must not be earlier than from' });
  }
  if (errors.length > 0) throw invalidRequest('Invalid filter.', errors);
  return { ...query, ...pageRequest(event, 1) };
}
