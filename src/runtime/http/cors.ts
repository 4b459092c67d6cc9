import { CORS } from '../../contract/cors';
import { originDigest } from '../../contract/origin-digest';

/**
 * The CORS headers of an answer. Preflights are answered by the gateway.
 *
 * The `cors` middleware of the Powertools router does not fit: it leaves answers without a header when the request has
 * no `Origin`, leaves out `Vary` for a foreign one, and is not run for an error in routing.
 */
export function corsHeaders(allowOrigins: readonly string[], requestOrigin: string | undefined): Record<string, string> {
  const exposeHeaders = { 'access-control-expose-headers': CORS.exposeHeaders.join(',') };
  if (allowOrigins.includes('*')) {
    return { 'access-control-allow-origin': '*', ...exposeHeaders };
  }
  if (allowOrigins.length === 0) {
    return {};
  }
  // A cache must not give one origin the answer that was made for another, not even when that had no header.
  const vary = { vary: 'Origin' };
  return requestOrigin !== undefined && (allowOrigins.includes(requestOrigin) || allowOrigins.includes(originDigest(requestOrigin)))
    ? { 'access-control-allow-origin': requestOrigin, ...exposeHeaders, ...vary }
    : vary;
}
