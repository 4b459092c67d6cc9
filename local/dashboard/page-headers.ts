import type { IncomingHttpHeaders } from 'node:http';
import { pickHeaders } from './picked-headers';

const HEADERS = new Set(['accept', 'accept-encoding', 'accept-language', 'cache-control', 'if-modified-since', 'if-none-match', 'user-agent']);

/** Keeps the headers that a request for a page or a file needs. The engine routes by others, such as a signature, before it looks at the host. */
export function pageHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return pickHeaders(headers, HEADERS);
}
