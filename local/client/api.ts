import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

/** A response of one of the APIs with its body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body, or `undefined` for a body that is not JSON. */
  readonly body: any;
}

export interface Call {
  readonly method?: string;
  /** Path relative to the URL of the API, without a leading slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent unchanged. */
  readonly body?: unknown;
}

/** Calls an API as a web app does, with or without a token. */
export async function call(apiUrl: string, { method = 'GET', path, headers = {}, body }: Call, token?: string): Promise<Answer> {
  return toAnswer(await fetch(new URL(path, apiUrl), {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: serialize(body),
  }));
}

/** Calls an API with a signed request. The AWS credentials of the environment are the default. */
export async function callSigned(apiUrl: string, { method = 'GET', path, headers = {}, body }: Call, credentials?: Credentials): Promise<Answer> {
  const url = new URL(path, apiUrl);
  const contentType = body === undefined ? undefined : { 'Content-Type': 'application/json' };
  const signed = await signedHeaders({
    method, url, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { ...contentType, ...headers }, body: serialize(body),
  }, credentials);
  return toAnswer(await fetch(url, { method, headers: signed, body: serialize(body) }));
}

export interface RequestToSign {
  readonly method: string;
  readonly url: URL;
  /** Path of the URL, already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The headers of a request with its signature (SigV4). The AWS credentials of the environment are the default. */
export async function signedHeaders(
  { method, url, path, query, headers = {}, body }: RequestToSign,
  credentials: Credentials = credentialsOfEnvironment(),
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service: 'execute-api', region: process.env.AWS_REGION!, credentials, sha256: Sha256 });
  const signed = await signer.sign(new HttpRequest({
    method, protocol: url.protocol, hostname: url.hostname, path, query, headers: { ...headers, host: url.host }, body,
  }));
  return signed.headers;
}

function credentialsOfEnvironment(): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY!, sessionToken: AWS_SESSION_TOKEN };
}

function serialize(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
