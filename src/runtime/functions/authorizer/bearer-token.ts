import { type EventHeaders, headerValues } from '../../http/header-values';

/** `Bearer` and one token (RFC 6750, section 2.1), and nothing else. */
const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token of a request that has exactly one. */
export function bearerToken(event: EventHeaders): string | undefined {
  const values = headerValues(event, 'Authorization');
  return values.length === 1 ? BEARER.exec(values[0])?.[1] : undefined;
}
