import * as https from 'node:https';

export interface RawRequest {
  readonly method: string;
  /** Path relative to the URL of the API, without a leading slash. */
  readonly path: string;
  /** Alternating names and values, or an object. */
  readonly headers?: readonly string[] | Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const agent = new https.Agent({ keepAlive: true });

/** Sends path and headers unchanged. `fetch` would resolve `..` and join repeated headers. */
export function sendRaw(apiUrl: string, { method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const url = new URL(apiUrl);
  const withHost = Array.isArray(headers) ? ['Host', url.host, ...headers] : { ...headers, Host: url.host };
  return new Promise((resolve, reject) => {
    https.request({ agent, method, host: url.hostname, port: url.port, path: url.pathname + path, headers: withHost as never })
      .on('response', (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(chunks).toString() }));
      })
      .on('error', reject)
      .end(body);
  });
}
