import { once } from 'node:events';
import * as http from 'node:http';
import { text } from 'node:stream/consumers';

export interface StoreAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface StoreRequest extends Pick<http.RequestOptions, 'method' | 'headers'> {
  readonly body?: string;
}

/** Sends a request to a store. `fetch` would add headers of browsers, and the store refuses requests of browsers. */
export async function send(url: string, { body, ...options }: StoreRequest = {}): Promise<StoreAnswer> {
  const request = http.request(url, { ...options, agent: false }).end(body);
  const [response] = await once(request, 'response') as [http.IncomingMessage];
  return { status: response.statusCode!, contentType: response.headers['content-type'] ?? '', body: await text(response) };
}
