import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { send } from '../../bench/store/request';

test('a request to a store has no headers of a browser, because the store refuses browsers', async () => {
  const received: Array<{ headers: IncomingMessage['headers']; body: string }> = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(201, { 'content-type': 'text/plain' }).end('done');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await send(url, { method: 'POST', headers: { 'x-amz-target': 'GetItem' }, body: '{}' })).toEqual({ status: 201, contentType: 'text/plain', body: 'done' });
  } finally {
    server.close();
  }

  const [{ headers, body }] = received;
  expect(body).toBe('{}');
  expect(headers).toMatchObject({ 'x-amz-target': 'GetItem' });
  for (const name of ['origin', 'sec-fetch-mode', 'sec-fetch-site']) expect(headers).not.toHaveProperty(name);
});
