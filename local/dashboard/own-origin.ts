import type { IncomingHttpHeaders } from 'node:http';

/** The host names at which browsers on this machine reach the server. */
const NAMES = ['localhost', '127.0.0.1'];

/**
 * Whether a request comes from the dashboard's own pages, or from no page. Otherwise any website that is open in the same browser
 * could send requests to the engine, whose functions run with the rights of the person who started it. Refused are foreign origins,
 * images and scripts that foreign pages load from here (such requests have no origin), and foreign host names that resolve to this
 * machine. Following a link to this server is allowed.
 */
export function isOfOwnOrigin(headers: IncomingHttpHeaders, port: number): boolean {
  const { host, origin } = headers;
  return NAMES.some((name) => host === `${name}:${port}`)
    && (origin === undefined || origin === `http://${host}`)
    && (['none', 'same-origin', undefined].includes(headers['sec-fetch-site'] as string | undefined) || headers['sec-fetch-mode'] === 'navigate');
}
