import { perTenant, perUser, ProblemError, type ScopedClientsProps, type ScopedCredentials } from '../../../src/runtime/library';
import { apiEvent, authorizerOf, OTHER_TENANT_ID, OTHER_USER_ID, TENANT_ID, USER_ID } from '../events';
import { RecordingSts } from '../sts';

const ROLE_ARN = 'arn:aws:iam::123456789012:role/scoped';

/** A client that consists of its credentials. */
interface Client {
  readonly credentials: () => Promise<ScopedCredentials>;
}

let sts: RecordingSts;

beforeEach(() => {
  sts = new RecordingSts();
});

afterEach(() => {
  jest.useRealTimers();
  delete process.env.TENANCY_TENANT_ROLE_ARN;
  delete process.env.TENANCY_USER_ROLE_ARN;
});

function props(changes: Partial<ScopedClientsProps<Client>> = {}): ScopedClientsProps<Client> {
  return { sts, createClient: (credentials) => ({ credentials }), roleArn: ROLE_ARN, ...changes };
}

function requestOf(pathTenantId: string, authorizer: Record<string, unknown> = {}) {
  return apiEvent({
    method: 'POST',
    resource: '/tenant/{tenantId}/devices',
    parameters: { tenantId: pathTenantId },
    authorizer: authorizerOf(authorizer),
    body: JSON.stringify({ tenantId: OTHER_TENANT_ID, tenantid: OTHER_TENANT_ID }),
    headers: { 'X-Tenant-Id': OTHER_TENANT_ID },
  });
}

describe('a client for a request', () => {
  test('has credentials of a session whose only tag is the tenant of the token', async () => {
    const { credentials } = perTenant(props()).forRequest(requestOf(TENANT_ID));

    expect(await credentials()).toEqual({
      accessKeyId: `key-of-${TENANT_ID}`, secretAccessKey: 'secret', sessionToken: 'token-1', expiration: expect.any(Date),
    });
    expect(sts.asked).toEqual([
      { RoleArn: ROLE_ARN, RoleSessionName: TENANT_ID, DurationSeconds: 3600, Tags: [{ Key: 'tenantId', Value: TENANT_ID }] },
    ]);
  });

  test('per user has credentials of a session whose tag is the user of the token', async () => {
    const event = apiEvent({ method: 'GET', resource: '/tenants/{userId}', parameters: { userId: OTHER_USER_ID }, authorizer: authorizerOf() });

    await perUser(props()).forRequest(event).credentials();

    expect(sts.asked).toMatchObject([{ RoleSessionName: USER_ID, Tags: [{ Key: 'userId', Value: USER_ID }] }]);
  });

  test.each<[string, Parameters<typeof requestOf>, number]>([
    ['names another tenant in the path', [OTHER_TENANT_ID], 403],
    ['names no tenant in the path', ['*'], 400],
    ['is of a user without a tenant', [TENANT_ID, { tenantId: undefined, tenantRole: undefined }], 403],
    ['has a token that is over', [TENANT_ID, { expiresAt: '1' }], 401],
    ['passed no authorizer', [TENANT_ID, { userId: undefined }], 401],
  ])('that %s is refused before STS is called', (_, request, status) => {
    const clients = perTenant(props());

    expect(() => clients.forRequest(requestOf(...request))).toThrow(expect.objectContaining({ name: 'ProblemError', status }));
    expect(sts.asked).toEqual([]);
  });
});

describe('clients', () => {
  test('are kept, so the second request of a tenant does not call STS', async () => {
    const clients = perTenant(props());

    const first = clients.forRequest(requestOf(TENANT_ID));
    await first.credentials();
    const second = clients.forRequest(requestOf(TENANT_ID));
    await second.credentials();

    expect(second).toBe(first);
    expect(sts.asked).toHaveLength(1);
  });

  test('call STS once for many concurrent requests of a tenant', async () => {
    const clients = perTenant(props());

    await Promise.all(Array.from({ length: 20 }, async () => clients.forId(TENANT_ID).credentials()));

    expect(sts.asked).toHaveLength(1);
  });

  test('are never shared between tenants', async () => {
    const clients = perTenant(props());

    const one = await clients.forId(TENANT_ID).credentials();
    const other = await clients.forId(OTHER_TENANT_ID).credentials();

    expect(one.accessKeyId).toBe(`key-of-${TENANT_ID}`);
    expect(other.accessKeyId).toBe(`key-of-${OTHER_TENANT_ID}`);
  });

  test.each([
    ['are used up to six minutes before they end', 54, 1],
    ['are renewed from five minutes before they end', 55.1, 2],
  ])('with credentials that %s', async (_, minutes, asked) => {
    jest.useFakeTimers();
    const { credentials } = perTenant(props()).forId(TENANT_ID);
    await credentials();

    jest.advanceTimersByTime(minutes * 60_000);
    await credentials();

    expect(sts.asked).toHaveLength(asked);
  });

  test('are limited: the one that was not used for the longest time is dropped', async () => {
    const clients = perTenant(props({ maxClients: 2 }));
    const first = clients.forId('tenant-1');
    const second = clients.forId('tenant-2');
    expect(clients.forId('tenant-1')).toBe(first);

    clients.forId('tenant-3');

    expect(clients.forId('tenant-1')).toBe(first);
    expect(clients.forId('tenant-2')).not.toBe(second);
  });

  test('call STS again after it has failed', async () => {
    const { credentials } = perTenant(props()).forId(TENANT_ID);
    sts.failure = new Error('Throttling');
    await expect(credentials()).rejects.toThrow('Throttling');

    sts.failure = undefined;

    await expect(credentials()).resolves.toMatchObject({ accessKeyId: `key-of-${TENANT_ID}` });
  });

  describe('that cannot be renewed', () => {
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });

    test.each([
      ['are used while they have a minute left', 58.9, throttled, 'token-1'],
      ['fail in their last minute', 59.1, throttled, 'Rate exceeded'],
      ['fail at once when STS denies the renewal', 56, denied, 'no'],
    ])('%s', async (_, minutes, failure, result) => {
      jest.useFakeTimers();
      const { credentials } = perTenant(props()).forId(TENANT_ID);
      await credentials();
      sts.failure = failure;

      jest.advanceTimersByTime(minutes * 60_000);

      expect(await credentials().then(({ sessionToken }) => sessionToken, ({ message }) => message)).toBe(result);
    });

    test('are renewed as soon as STS answers', async () => {
      jest.useFakeTimers();
      const { credentials } = perTenant(props()).forId(TENANT_ID);
      await credentials();
      sts.failure = throttled;
      jest.advanceTimersByTime(56 * 60_000);
      await credentials();

      sts.failure = undefined;

      await expect(credentials()).resolves.toMatchObject({ sessionToken: 'token-3' });
    });
  });

  test.each([[undefined], ['AccessKeyId'], ['SecretAccessKey'], ['SessionToken'], ['Expiration']])('refuse a response of STS without %s', async (missing) => {
    const complete = { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(Date.now() + 3_600_000) };
    const Credentials = missing === undefined ? undefined : { ...complete, [missing]: undefined };
    const { credentials } = perTenant(props({ sts: { assumeRole: async () => ({ Credentials }) } })).forId(TENANT_ID);

    await expect(credentials()).rejects.toThrow('The response of STS must have credentials with an expiration, but has none.');
  });

  test.each(['*', 'a/b', '', 'T1', 'a'.repeat(65), 't1?'])('are not created for "%s", which is not a tenant id', (id) => {
    expect(() => perTenant(props()).forId(id)).toThrow('The tenant id must have 2 to 64 characters out of a-z0-9-.');
  });
});

test.each([
  ['u', 'u='],
  ['google:1234', 'google=1234'],
  ['x'.repeat(128), 'x'.repeat(64)],
])('the session of the user %s has a name that STS accepts', async (id, name) => {
  await perUser(props()).forId(id).credentials();

  expect(sts.asked).toMatchObject([{ RoleSessionName: name, Tags: [{ Key: 'userId', Value: id }] }]);
});

describe('the role', () => {
  test('is by default the role that grantAssume has put into the environment', async () => {
    process.env.TENANCY_TENANT_ROLE_ARN = 'arn:aws:iam::123456789012:role/tenant';
    process.env.TENANCY_USER_ROLE_ARN = 'arn:aws:iam::123456789012:role/user';

    await perTenant(props({ roleArn: undefined })).forId(TENANT_ID).credentials();
    await perUser(props({ roleArn: undefined })).forId(USER_ID).credentials();

    expect(sts.asked.map(({ RoleArn }) => RoleArn)).toEqual(['arn:aws:iam::123456789012:role/tenant', 'arn:aws:iam::123456789012:role/user']);
  });

  test.each([
    ['TENANCY_TENANT_ROLE_ARN must be in the environment, but is not set. Call `grantAssume` of TenantIsolation', perTenant],
    ['TENANCY_USER_ROLE_ARN must be in the environment, but is not set. Call `grantAssumeForUser` of TenantIsolation', perUser],
  ])('is required at once: %s', (message, make) => {
    expect(() => make(props({ roleArn: undefined }))).toThrow(message);
  });
});

test('a refusal is an error that can be converted to an answer', () => {
  const refuse = () => perTenant(props()).forRequest(requestOf(OTHER_TENANT_ID));

  expect(refuse).toThrow(ProblemError);
});

describe('several STS clients', () => {
  const throttled = () => Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $metadata: { httpStatusCode: 400 } });
  const failing = (failure: Error) => Object.assign(new RecordingSts(), { failure });
  const credentialsOf = async (...clients: RecordingSts[]) => perTenant(props({ sts: clients })).forId(TENANT_ID).credentials();

  test('are at least one', () => {
    expect(() => perTenant(props({ sts: [] }))).toThrow('sts must have at least one client, but was an empty list.');
  });

  test.each([[{ send: async () => ({}) }], ['eu-west-1'], [undefined]])('must be clients that assume roles, unlike %j', (client) => {
    expect(() => perTenant(props({ sts: [client as unknown as RecordingSts] }))).toThrow('sts must be STS clients with a method assumeRole');
  });

  test('only the first one is asked while it answers', async () => {
    const next = new RecordingSts();
    await credentialsOf(sts, next);
    expect([sts.asked.length, next.asked.length]).toEqual([1, 0]);
  });

  test.each([
    throttled(),
    Object.assign(new Error('x'), { name: 'TooManyRequestsException' }),
    Object.assign(new Error('x'), { $metadata: { httpStatusCode: 429 } }),
    Object.assign(new Error('x'), { $retryable: { throttling: true } }),
  ])('the next one is asked for the same session when the one before is throttled', async (failure) => {
    const clients = [failing(failure), failing(throttled()), sts];
    await expect(credentialsOf(...clients)).resolves.toMatchObject({ accessKeyId: `key-of-${TENANT_ID}` });
    expect(clients[1].asked).toEqual(clients[0].asked);
    expect(sts.asked).toEqual(clients[0].asked);
  });

  test.each(['AccessDenied', 'RegionDisabledException'])('one that answers %s is passed over, and does not hide the throttling', async (name) => {
    const denied = () => failing(Object.assign(new Error('not in this Region'), { name }));
    await expect(credentialsOf(failing(throttled()), denied(), sts)).resolves.toMatchObject({ accessKeyId: `key-of-${TENANT_ID}` });
    await expect(credentialsOf(failing(throttled()), denied())).rejects.toMatchObject({ name: 'Throttling' });
  });

  test.each([
    Object.assign(new Error('no answer'), { name: 'TimeoutError' }),
    Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('x'), { name: 'InternalFailure', $metadata: { httpStatusCode: 503 } }),
  ])('the next one is asked when the one before cannot be reached: %s', async (failure) => {
    await expect(credentialsOf(failing(failure), sts)).resolves.toMatchObject({ accessKeyId: `key-of-${TENANT_ID}` });
    await expect(credentialsOf(failing(failure), failing(throttled()))).rejects.toBe(failure);
  });

  test('no other one is asked six seconds after the first one', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    const slow = failing(throttled());
    const next = new RecordingSts();
    slow.assumeRole = async () => {
      now.mockReturnValue(6_001);
      throw slow.failure;
    };
    await expect(credentialsOf(slow, next)).rejects.toBe(slow.failure);
    expect(next.asked).toHaveLength(0);
    now.mockRestore();
  });

  test('no other one is asked after another error, which another Region would not resolve', async () => {
    const next = new RecordingSts();
    await expect(credentialsOf(failing(Object.assign(new Error('no'), { name: 'AccessDenied' })), next)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(next.asked).toHaveLength(0);
  });
});
