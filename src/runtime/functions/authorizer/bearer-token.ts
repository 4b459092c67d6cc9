import { type EventHeaders, headerValues } from '../../http/header-values';

/** Exactly `Bearer` and one token (RFC 6750, section 2.1). */
const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

/** Returns the token of a request; nothing if the request does not have exactly one token. */
export function bearerToken(event: EventHeaders): string | undefined {
  const values = headerValues(event, 'Authorization');
  return values.length === 1 ? BEARER.exec(values[0])?.[1] : undefined;
}
