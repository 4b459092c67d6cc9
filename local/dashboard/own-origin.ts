import type { IncomingHttpHeaders } from 'node:http';

/** The names by which browsers of this machine reach the server. */
const NAMES = ['localhost', '127.0.0.1'];

/**
 * Whether a request comes from the dashboard's own pages, or from no page. Any website that is open in the same browser could
 * give the engine work otherwise, and functions run with the rights of the person who started it. That holds for foreign
 * origins, for images and scripts that foreign pages load from here, which name no origin, and for foreign names that
 * somebody led to this machine. A link that leads here is none of these.
 */
export function isOfOwnOrigin(headers: IncomingHttpHeaders, port: number): boolean {
  const { host, origin } = headers;
  return NAMES.some((name) => host === `${name}:${port}`)
    && (origin === undefined || origin === `http://${host}`)
    && (['none', 'same-origin', undefined].includes(headers['sec-fetch-site'] as string | undefined) || headers['sec-fetch-mode'] === 'navigate');
}
