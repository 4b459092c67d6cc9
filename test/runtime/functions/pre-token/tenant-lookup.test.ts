import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { TENANT_LOOKUP_MODE } from '../../../../src/contract/environment';
import { createTenantLookup } from '../../../../src/runtime/functions/pre-token/tenant-lookup';
import { REGION, TENANT_ID, USER_ID } from '../../events';

const ANSWER = { tenants: [TENANT_ID], memberships: [{ tenantId: TENANT_ID, role: 'admin', status: 'active' }] };
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

interface Received extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string;
}

/** Both ways of a lookup, with the URL of a deployment and the request that is expected. */
const MODES = [
  {
    mode: TENANT_LOOKUP_MODE.adminApi,
    path: '/prod',
    service: 'execute-api',
    name: 'admin API',
    expected: { method: 'GET', url: `/prod/tenants/${USER_ID}`, body: '' },
  },
  {
    mode: TENANT_LOOKUP_MODE.direct,
    path: '/2015-03-31/functions/Shop-LookUp_1/invocations',
    service: 'lambda',
    name: 'look-up function',
    expected: { method: 'POST', url: '/2015-03-31/functions/Shop-LookUp_1/invocations', body: JSON.stringify({ userId: USER_ID }) },
  },
] as const;

let server: Server;
let origin: string;
let url: string;
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const requests: Received[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = SECRET;
  process.env.AWS_SESSION_TOKEN = 'session-token';
  server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ method: request.method, url: request.url, headers: request.headers, body });
      respond(request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.AWS_SECRET_ACCESS_KEY;
  delete process.env.AWS_SESSION_TOKEN;
  sockets.forEach((socket) => socket.destroy());
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  requests.length = 0;
});

function answerWith(body: unknown, status = 200) {
  respond = (_, response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
}


/** Signature Version 4, computed by hand from the received request. */
function expectedSignature(request: Received): string {
  const [, scope, signedHeaders] = /Credential=AKIDEXAMPLE\/(\S+), SignedHeaders=(\S+), /.exec(request.headers.authorization!)!;
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const sha = (data: string) => createHash('sha256').update(data).digest('hex');
  const canonical = [
    request.method,
    request.url,
    '',
    ...signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name])}`),
    '',
    signedHeaders,
    sha(request.body),
  ].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${SECRET}`);
  return hmac(key, ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n')).toString('hex');
}

describe.each(MODES)('by $mode', ({ mode, path, service, name, expected }) => {
  function lookUp(target = url, timeout = 2_000) {
    return createTenantLookup({ mode, url: target, region: REGION })(USER_ID, Date.now() + timeout);
  }

  beforeEach(() => {
    url = `${origin}${path}`;
  });

  test('requests the tenants of the user, signed for the service', async () => {
    answerWith({ ...ANSWER, added: 'later' });

    await expect(lookUp()).resolves.toEqual(ANSWER);

    const [request] = requests;
    expect(request).toMatchObject(expected);
    expect(request.headers['x-amz-security-token']).toBe('session-token');
    expect(request.headers.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/(execute-api|lambda)\/aws4_request, /);
    expect(request.headers.authorization).toContain(`/${service}/aws4_request`);
    expect(request.headers.authorization).toMatch(/SignedHeaders=(\S+;)?host;/);
    expect(request.headers.authorization).toMatch(new RegExp(`Signature=${expectedSignature(request)}$`));
  });

  test('sends the trace of the invocation, which is not signed', async () => {
    answerWith(ANSWER);
    process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    try {
      await lookUp();
    } finally {
      delete process.env._X_AMZN_TRACE_ID;
    }
    await lookUp();

    const [traced, untraced] = requests;
    expect(traced.headers['x-amzn-trace-id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1');
    expect(traced.headers.authorization).not.toContain('trace');
    expect(untraced.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  test('reads the mark of an invited user, and roles with any name', async () => {
    const invited = { tenants: [], memberships: [], invited: true };
    answerWith(invited);
    await expect(lookUp()).resolves.toEqual(invited);

    const declared = { ...ANSWER, memberships: [{ tenantId: TENANT_ID, role: 'auditor', status: 'active' }] };
    answerWith(declared);
    await expect(lookUp()).resolves.toEqual(declared);
  });

  test.each<[string, number, unknown]>([
    ['a refusal', 403, { message: 'Forbidden' }],
    ['an error', 500, { message: 'Internal server error' }],
    ['a redirect', 302, ''],
    ['no JSON', 200, '<html>alice.secret@example.com</html>'],
    ['nothing', 200, ''],
    ['null', 200, 'null'],
    ['no tenants', 200, { memberships: [] }],
    ['no memberships', 200, { tenants: [] }],
    ['a tenant that cannot be an id', 200, { ...ANSWER, tenants: ['*'] }],
    ['a tenant that is not a text', 200, { ...ANSWER, tenants: [7] }],
    ['a role that is none', 200, { ...ANSWER, memberships: [{ tenantId: TENANT_ID, role: 'Owner', status: 'active' }] }],
    ['an invitation that is neither there nor not', 200, { ...ANSWER, invited: 'yes' }],
  ])('fails for %s, with nothing of the answer in the error', async (_, status, body) => {
    answerWith(body, status);
    const error = await lookUp().then(() => undefined, (reason: Error) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error!.stack).not.toContain('alice');
  });

  test('fails in time when the server never answers', async () => {
    respond = () => undefined;
    await expect(lookUp(url, 150)).rejects.toThrow();
  });

  test('fails in time when the answer never ends', async () => {
    respond = (_, response) => {
      response.writeHead(200);
      response.write('{"tenants":[');
    };
    await expect(lookUp(url, 150)).rejects.toThrow();
  });

  describe('a second try', () => {
    type Try = (response: ServerResponse) => void;
    const succeed: Try = (response) => response.writeHead(200).end(JSON.stringify(ANSWER));
    const answer = (status: number, afterMs = 0): Try => (response) => setTimeout(() => response.writeHead(status).end('{}'), afterMs);
    const hang: Try = () => undefined;

    /** Each try gets its own answer, and further tries get the last answer. */
    function answerTries(...tries: Try[]) {
      respond = (_, response) => tries[Math.min(requests.length, tries.length) - 1](response);
    }

    test.each<[string, Try]>([
      ['a 500', answer(500)],
      ['a 503', answer(503)],
      ['a 429', answer(429)],
      ['a connection that is closed', (response) => response.socket!.destroy()],
      ['an answer that breaks off', (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"tenants":[');
        setTimeout(() => response.socket!.destroy(), 20);
      }],
    ])('follows %s, with its own signature', async (_, failing) => {
      answerTries(failing, succeed);

      await expect(lookUp()).resolves.toEqual(ANSWER);

      expect(requests).toHaveLength(2);
      for (const request of requests) expect(request.headers.authorization).toMatch(new RegExp(`Signature=${expectedSignature(request)}$`));
    });

    test.each([500, 429])('is the last one: %i', async (status) => {
      answerTries(answer(status));
      await expect(lookUp()).rejects.toThrow(`The ${name} responded with ${status}.`);
      expect(requests).toHaveLength(2);
    });

    test.each<[string, Try]>([
      ['a 403', answer(403)],
      ['a 404', answer(404)],
      ['a redirect', answer(302)],
      ['an answer that is none', answer(200)],
    ])('does not follow %s, which would not change', async (_, failing) => {
      answerTries(failing, succeed);
      await expect(lookUp()).rejects.toThrow();
      expect(requests).toHaveLength(1);
    });

    test('follows a slow first try that leaves enough time', async () => {
      answerTries(answer(503, 300), succeed);
      await expect(lookUp(url, 2_000)).resolves.toEqual(ANSWER);
      expect(requests).toHaveLength(2);
    });

    test('does not follow a slow first try that leaves too little time', async () => {
      answerTries(answer(503, 300), succeed);
      await expect(lookUp(url, 700)).rejects.toThrow(`The ${name} responded with 503.`);
      expect(requests).toHaveLength(1);
    });

    test.each<[string, Try[], number]>([
      ['the first one hangs', [hang], 1],
      ['the second one hangs', [answer(503), hang], 2],
    ])('never extends the lookup: %s', async (_, tries, times) => {
      answerTries(...tries);
      const start = Date.now();

      await expect(lookUp(url, 900)).rejects.toThrow();

      expect(requests).toHaveLength(times);
      expect(Date.now() - start).toBeGreaterThanOrEqual(850);
      expect(Date.now() - start).toBeLessThan(2_000);
    });
  });

  test('fails when the server cannot be reached', async () => {
    await expect(lookUp(`http://127.0.0.1:1${path}`)).rejects.toThrow();
  });
});

test('accepts the URL of an API with a slash at its end', async () => {
  answerWith(ANSWER);
  await createTenantLookup({ mode: TENANT_LOOKUP_MODE.adminApi, url: `${origin}/prod/`, region: REGION })(USER_ID, Date.now() + 2_000);
  expect(requests[0].url).toBe(`/prod/tenants/${USER_ID}`);
});

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
describe('an invocation of the look-up function', () => {
  const [, { mode, path }] = MODES;
  const lookUp = async () => createTenantLookup({ mode, url: `${origin}${path}`, region: REGION })(USER_ID, Date.now() + 2_000);

  test('waits for the response, and names the length of its payload', async () => {
    answerWith(ANSWER);
    await lookUp();
    const [{ headers, body }] = requests;
    expect(headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse', 'content-type': 'application/json', 'content-length': `${body.length}` });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  test('is repeated when the function failed, which Lambda reports with status 200', async () => {
    const failure = (response: ServerResponse) => response.writeHead(200, { 'X-Amz-Function-Error': 'Unhandled' })
      .end(JSON.stringify({ errorType: 'Error', errorMessage: 'alice.secret@example.com' }));
    respond = (_, response) => (requests.length === 1 ? failure(response) : response.writeHead(200).end(JSON.stringify(ANSWER)));
    await expect(lookUp()).resolves.toEqual(ANSWER);
    expect(requests).toHaveLength(2);

    respond = (_, response) => failure(response);
    await expect(lookUp()).rejects.toThrow(/^The look-up function failed\.$/);
  });
});
