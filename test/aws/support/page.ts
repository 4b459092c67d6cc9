import * as https from 'node:https';

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Gets a page at its host name on AWS. On the local engine, the request goes to the engine. */
export function getPage(url: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
  const { hostname } = new URL(url);
  const { AWS_ENDPOINT_URL: endpoint } = process.env;
  const address = endpoint === undefined ? { host: hostname } : { host: new URL(endpoint).hostname, port: new URL(endpoint).port };
  return new Promise((resolve, reject) => {
    https.get({ ...address, servername: hostname, path, headers: { ...headers, host: hostname } })
      .on('error', reject)
      .on('response', (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => resolve({
            status: response.statusCode!, headers: response.headers as Record<string, string>, text: Buffer.concat(chunks).toString(),
          }));
      });
  });
}
