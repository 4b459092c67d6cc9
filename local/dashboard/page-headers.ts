import type { IncomingHttpHeaders } from 'node:http';
import { pickHeaders } from './picked-headers';

const HEADERS = new Set(['accept', 'accept-encoding', 'accept-language', 'cache-control', 'if-modified-since', 'if-none-match', 'user-agent']);

/** What a request for a page or a file may have: the engine looks at others, such as the signature of a request to AWS, before it looks at hosts. */
export function pageHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return pickHeaders(headers, HEADERS);
}
