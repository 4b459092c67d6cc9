import type { IncomingHttpHeaders } from 'node:http';

const CONTENT_SECURITY_POLICY = 'content-security-policy';

/** Adapts, in place, the headers of a response for plain http: the page calls its own origin only, and no header demands https. */
export function adaptToPlainHttp(headers: IncomingHttpHeaders): void {
  delete headers['strict-transport-security'];
  const policy = headers[CONTENT_SECURITY_POLICY];
  if (typeof policy === 'string') {
    headers[CONTENT_SECURITY_POLICY] = policy
      .split(';')
      .map((directive) => directive.trim())
      .filter((directive) => directive !== 'upgrade-insecure-requests')
      .map((directive) => directive.startsWith('connect-src ') ? "connect-src 'self'" : directive)
      .join('; ');
  }
}
