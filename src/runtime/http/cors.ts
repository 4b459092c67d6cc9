import { CORS } from '../../contract/cors';
import { originDigest } from '../../contract/origin-digest';

/**
 * Returns the CORS headers of a response. The gateway responds to preflights.
 *
 * The `cors` middleware of the Powertools router cannot be used. It adds no header if the request has no `Origin`, leaves out `Vary` for
 * an unknown origin, and does not run for errors in routing.
 */
export function corsHeaders(allowOrigins: readonly string[], requestOrigin: string | undefined): Record<string, string> {
  const exposeHeaders = { 'access-control-expose-headers': CORS.exposeHeaders.join(',') };
  if (allowOrigins.includes('*')) {
    return { 'access-control-allow-origin': '*', ...exposeHeaders };
  }
  if (allowOrigins.length === 0) {
    return {};
  }
  // A cache must not return the response for one origin to another origin. That includes responses without an allowed origin.
  const vary = { vary: 'Origin' };
  return requestOrigin !== undefined && (allowOrigins.includes(requestOrigin) || allowOrigins.includes(originDigest(requestOrigin)))
    ? { 'access-control-allow-origin': requestOrigin, ...exposeHeaders, ...vary }
    : vary;
}
