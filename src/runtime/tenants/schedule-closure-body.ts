import { SCHEDULE_CLOSURE_SCHEMA, type ScheduleClosureBody } from '../../contract/api';
import { validateScheduleClosure } from '../http/body-validators';
import { bodyValidator } from '../http/validated-body';
import { invalidRequest } from '../library/problem';

const DETAIL = 'The body must contain valid options for the closure.';

const RULE = 'must be a time with a time zone, such as 2026-12-24T18:00:00Z, and not in the past';

const validated = bodyValidator(SCHEDULE_CLOSURE_SCHEMA, validateScheduleClosure, { detail: DETAIL, pattern: RULE });

/** Clocks of callers differ. A caller who wants a deletion at once passes the current time. */
const TOLERANCE_MS = 5 * 60 * 1_000;

/** Times are compared as text, so their years must have four digits. */
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Returns the body with its time in UTC.
 *
 * @throws ProblemError 400 with every invalid field
 */
export function scheduleClosureBody(body: unknown): ScheduleClosureBody {
  const { deleteAt, ...others } = validated(body);
  if (deleteAt === undefined) return others;
  const time = Date.parse(deleteAt);
  if (!(time > Date.now() - TOLERANCE_MS && time <= LATEST_MS)) {
    throw invalidRequest(DETAIL, [{ field: '/deleteAt', detail: RULE }]);
  }
  return { ...others, deleteAt: new Date(time).toISOString() };
}
