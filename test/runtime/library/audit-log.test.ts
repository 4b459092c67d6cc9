import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from 'aws4';
import { type AuditLogProps, createAuditLog } from '../../../src/runtime/library';
import { REGION, TENANT_ID, USER_ID } from '../events';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token-of-the-tenant' };

interface Received {
  readonly method?: string;
  readonly path?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Stands for the admin API. */
let server: Server;
let url: string;
let received: Received[];
/** The next answer; absent if there is none. */
let answer: { readonly status: number; readonly text: string } | undefined;

beforeEach(async () => {
  received = [];
  answer = { status: 201, text: '{}' };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; }).on('end', () => {
      received.push({ method: request.method, path: request.url, headers: request.headers, body });
      if (answer) response.writeHead(answer.status).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  jest.restoreAllMocks();
  delete process.env.TENANCY_ADMIN_API_URL;
  delete process.env.AWS_REGION;
});

const auditLog = (props: Partial<AuditLogProps> = {}) => createAuditLog({ credentials: async () => CREDENTIALS, url, region: REGION, ...props });
const entry = { action: 'report.downloaded', targets: [{ type: 'report', id: 'r1' }], changes: [{ field: 'format', to: 'pdf' }] };

test('sends the record and its actor to the route of the tenant', async () => {
  await auditLog().record({ tenantId: TENANT_ID, userId: USER_ID }, entry);

  const [{ method, path, headers, body }, ...others] = received;
  expect(others).toEqual([]);
  expect({ method, path, type: headers['content-type'] }).toEqual({ method: 'POST', path: `/prod/tenant/${TENANT_ID}/audit`, type: 'application/json' });
  expect(JSON.parse(body)).toEqual({ ...entry, actor: { type: 'user', id: USER_ID } });
});

test('leaves the actor to the API without a user', async () => {
  await auditLog().record({ tenantId: TENANT_ID }, { action: 'report.downloaded' });
  expect(JSON.parse(received[0].body)).toEqual({ action: 'report.downloaded' });
});

test('signs each request with the credentials of the tenant, for execute-api in the Region', async () => {
  await auditLog({ region: 'eu-north-1' }).record({ tenantId: TENANT_ID }, entry);

  const { headers, path, body } = received[0];
  expect(headers).toMatchObject({ 'x-amz-security-token': CREDENTIALS.sessionToken, 'authorization': expect.stringContaining('/eu-north-1/execute-api/aws4_request') });
  // Another implementation signs the received headers alike.
  const [, signedNames] = /SignedHeaders=([^,]+)/.exec(headers.authorization!)!;
  const signedHeaders = Object.fromEntries(signedNames.split(';').map((name) => [name, headers[name] as string]));
  const request = { service: 'execute-api', region: 'eu-north-1', method: 'POST', path, headers: signedHeaders, body, doNotModifyHeaders: true };
  const again = sign(request, CREDENTIALS).headers as Record<string, string>;
  expect(signedNames).toBe('content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token');
  expect(headers.authorization).toBe(again.Authorization);
});

test('asks for the credentials with each record: they end', async () => {
  const credentials = jest.fn(async () => CREDENTIALS);
  const log = auditLog({ credentials });
  await log.record({ tenantId: TENANT_ID }, entry);
  await log.record({ tenantId: TENANT_ID }, entry);
  expect(credentials).toHaveBeenCalledTimes(2);
});

test.each([
  [400, '{"code":"invalid-request"}'], [403, '{"Message":"User is not authorized"}'], [500, 'Internal Server Error'], [200, 'another API'],
])('fails with status and text of the response: %d', async (status, text) => {
  answer = { status, text };
  await expect(auditLog().record({ tenantId: TENANT_ID }, entry))
    .rejects.toThrow(`The audit log must accept the record, but responded with ${status}: ${text}`);
});

test('gives up after three seconds', async () => {
  answer = undefined;
  const limit = jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    expect(milliseconds).toBe(3_000);
    return AbortSignal.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  });
  await expect(auditLog().record({ tenantId: TENANT_ID }, entry)).rejects.toThrow('timeout');
  expect(limit).toHaveBeenCalledTimes(1);
});

test.each(['', '*', 'a/b', '..', `${TENANT_ID}?`])('sends nothing for the tenant %p', async (tenantId) => {
  await expect(auditLog().record({ tenantId }, entry)).rejects.toThrow();
  expect(received).toEqual([]);
});

test('has URL and Region from the environment, and names what is missing', async () => {
  process.env.TENANCY_ADMIN_API_URL = url;
  process.env.AWS_REGION = REGION;
  await createAuditLog({ credentials: async () => CREDENTIALS }).record({ tenantId: TENANT_ID }, entry);
  expect(received).toHaveLength(1);

  delete process.env.AWS_REGION;
  expect(() => createAuditLog({ credentials: async () => CREDENTIALS }))
    .toThrow('AWS_REGION must be in the environment, but is not set. Set it on the function, or pass region.');
  delete process.env.TENANCY_ADMIN_API_URL;
  expect(() => createAuditLog({ credentials: async () => CREDENTIALS }))
    .toThrow('TENANCY_ADMIN_API_URL must be in the environment, but is not set. Set it on the function, or pass url.');
});
