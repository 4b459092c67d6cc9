import { IDEMPOTENCY_KEY_PATTERN } from '../../../contract/api';
import { type EventHeaders, headerValues } from '../../http/header-values';
import { invalidRequest } from '../../library/problem';

/**
 * Returns the key by which a repeated request is recognized.
 *
 * @throws ProblemError 400
 */
export function idempotencyKey(event: EventHeaders): string {
  const keys = headerValues(event, 'Idempotency-Key');
  const [key] = keys;
  if (keys.length !== 1 || !IDEMPOTENCY_KEY_PATTERN.test(key)) {
    throw invalidRequest('The Idempotency-Key header is missing or invalid.', [
      { field: 'Idempotency-Key', detail: 'must be one header of 16 to 128 visible ASCII characters, such as a UUID' },
    ]);
  }
  return key;
}
