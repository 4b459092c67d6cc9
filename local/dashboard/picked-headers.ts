import type { IncomingHttpHeaders } from 'node:http';

/** The headers with these names, which must be in lower case. */
export function pickHeaders(headers: IncomingHttpHeaders, names: ReadonlySet<string>): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.has(name)));
}
