import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import type { TenantIdsOfUser } from '../../../../src/contract/api';
import { TENANT_LOOKUP_MODE } from '../../../../src/contract/environment';
import { profileDigest } from '../../../../src/contract/profile-digest';
import { createTriggerDeadline } from '../../../../src/runtime/aws/trigger-deadline';
import { createUserChangedPublisher } from '../../../../src/runtime/functions/pre-token/changed-profile';
import { createHandler, type PreTokenHandlerProps } from '../../../../src/runtime/functions/pre-token/handler';
import type { RecordSignIn } from '../../../../src/runtime/functions/pre-token/sign-in-recorder';
import { createTenantLookup } from '../../../../src/runtime/functions/pre-token/tenant-lookup';
import { createUserCreatedPublisher } from '../../../../src/runtime/users/user-created';
import {
  EMAIL, lambdaContext, OTHER_TENANT_ID, PERSON_NAME, preTokenEventV1, preTokenEventV2, REGION, TENANT_ID, USER_ID, userAttributes,
} from '../../events';
import { Output } from '../../output';

const CLAIMS = { tenant: TENANT_ID, tenant_role: 'member' };
const FOUND: TenantIdsOfUser = {
  tenants: [TENANT_ID, OTHER_TENANT_ID],
  memberships: [
    { tenantId: OTHER_TENANT_ID, role: 'admin', status: 'active' },
    { tenantId: TENANT_ID, role: 'member', status: 'active' },
  ],
};
const NOBODY: TenantIdsOfUser = { tenants: [], memberships: [] };

const eventBridge = mockClient(EventBridgeClient);
let output: Output;

beforeEach(() => {
  eventBridge.reset();
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  output = new Output();
});

afterEach(() => jest.restoreAllMocks());

const publishUserCreated = createUserCreatedPublisher({
  eventBridge: new EventBridgeClient({}),
  applicationName: 'bbq',
  eventBusName: 'the-bus',
});

function handlerOf(props: Partial<PreTokenHandlerProps>) {
  return createHandler({
    lookUpTenants: async () => FOUND,
    lookupFailureMode: 'deny',
    publishUserCreated,
    deadlineOf: createTriggerDeadline(0),
    logger: output.logger,
    metrics: output.metrics,
    ...props,
  });
}

describe('a user with a tenant', () => {
  test('has it in the id token, in version 1', async () => {
    const event = preTokenEventV1();
    await expect(handlerOf({})(event, lambdaContext())).resolves.toEqual({
      ...event,
      response: { claimsOverrideDetails: { claimsToAddOrOverride: CLAIMS, groupOverrideDetails: event.request.groupConfiguration } },
    });
  });

  test.each(['2', '3'])('has it in both tokens, in version %s', async (version) => {
    const event = { ...preTokenEventV2(), version } as ReturnType<typeof preTokenEventV2>;
    await expect(handlerOf({})(event, lambdaContext())).resolves.toEqual({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: CLAIMS },
          accessTokenGeneration: { claimsToAddOrOverride: CLAIMS },
          groupOverrideDetails: event.request.groupConfiguration,
        },
      },
    });
  });

  test.each<[string, TenantIdsOfUser['tenants']]>([
    ['also if they could have an active one', [OTHER_TENANT_ID]],
    ['if they have no active one', []],
  ])('has the suspended one in which they can still read, %s', async (_, tenants) => {
    const lookUpTenants = async (): Promise<TenantIdsOfUser> => ({
      tenants,
      readOnlyTenant: TENANT_ID,
      memberships: [{ tenantId: OTHER_TENANT_ID, role: 'admin', status: 'active' }, { tenantId: TENANT_ID, role: 'member', status: 'suspended' }],
    });
    const claimsToAddOrOverride = { ...CLAIMS, tenant_access: 'READ_ONLY' };
    await expect(handlerOf({ lookUpTenants })(preTokenEventV1(), lambdaContext())).resolves.toMatchObject({
      response: { claimsOverrideDetails: { claimsToAddOrOverride } },
    });
    await expect(handlerOf({ lookUpTenants })(preTokenEventV2(), lambdaContext())).resolves.toMatchObject({
      response: { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride }, accessTokenGeneration: { claimsToAddOrOverride } } },
    });
    expect(eventBridge.calls()).toHaveLength(0);
  });

  test('is looked up by the id, which nobody can change', async () => {
    const lookUpTenants = jest.fn(async () => FOUND);
    await handlerOf({ lookUpTenants })({ ...preTokenEventV2(), userName: 'chosen-by-user' }, lambdaContext());
    expect(lookUpTenants.mock.calls).toEqual([[USER_ID, expect.any(Number)]]);
  });

  test('cannot choose the tenant with attributes', async () => {
    const attributes = userAttributes({ 'custom:tenant': OTHER_TENANT_ID, 'tenant': OTHER_TENANT_ID, 'custom:tenant_role': 'admin' });
    const { response } = await handlerOf({})(preTokenEventV2(attributes), lambdaContext());
    expect(JSON.stringify(response)).not.toContain(OTHER_TENANT_ID);
    expect(response).toMatchObject({ claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: CLAIMS } } });
  });

  test('is not published again', async () => {
    await handlerOf({})(preTokenEventV2(), lambdaContext());
    expect(eventBridge.calls()).toHaveLength(0);
  });
});

describe('a user whose memberships may have a different name or address', () => {
  const PROFILE = profileDigest(USER_ID, { name: PERSON_NAME, email: EMAIL });
  const publishUserChanged = createUserChangedPublisher({ eventBridge: new EventBridgeClient({}), applicationName: 'bbq', eventBusName: 'changes' });
  const signIn = async (answer: TenantIdsOfUser, attributes = userAttributes(), props: Partial<PreTokenHandlerProps> = {}) =>
    handlerOf({ lookUpTenants: async () => answer, publishUserChanged, ...props })(preTokenEventV2(attributes), lambdaContext());
  const entries = () => eventBridge.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries);

  test.each<[string, TenantIdsOfUser, Record<string, string>]>([
    ['has another address by now', { ...FOUND, profile: PROFILE }, { email: 'alice.new@example.com' }],
    ['has another name by now', { ...FOUND, profile: PROFILE }, { name: 'Alice Newname' }],
    ['no longer has a verified address', { ...FOUND, profile: PROFILE }, { email_verified: 'false' }],
    ['has memberships that were never compared', FOUND, {}],
    ['is in suspended tenants only', { tenants: [], memberships: [{ tenantId: TENANT_ID, role: 'member', status: 'suspended' }] }, {}],
  ])('who %s is published, with only the id and the user name', async (_, answer, changes) => {
    await signIn(answer, userAttributes(changes));

    expect(entries()).toEqual([
      { EventBusName: 'changes', Source: 'bbq.user', DetailType: 'changed', Detail: JSON.stringify({ userId: USER_ID, userName: USER_ID }) },
    ]);
    expect(output.counted).toEqual(['UserChangePublished']);
  });

  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['the letters of a boolean', { email_verified: 'True' }],
    ['what no membership has', { 'locale': 'de', 'custom:plan': 'pro', 'cognito:user_status': 'RESET_REQUIRED' }],
  ])('is not published when %s has changed', async (_, changes) => {
    await signIn({ ...FOUND, profile: PROFILE }, userAttributes(changes));
    expect(entries()).toEqual([]);
  });

  test('is not published without memberships, or if memberships are not updated', async () => {
    await signIn({ ...NOBODY, invited: true });
    await signIn(FOUND, userAttributes(), { publishUserChanged: undefined });
    expect(entries()).toEqual([]);
    expect(output.logs.filter(({ level }) => level === 'WARN')).toEqual([]);
  });

  test('can sign in if the bus refuses the event, does not answer or cannot be reached', async () => {
    const expected = await signIn({ ...FOUND, profile: PROFILE });
    const refusals: Array<() => unknown> = [
      () => eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: EMAIL }] }),
      () => eventBridge.on(PutEventsCommand).rejects(Object.assign(new Error('Rate exceeded'), { entry: EMAIL })),
    ];
    for (const refuse of refusals) {
      refuse();
      await expect(signIn(FOUND)).resolves.toEqual(expected);
    }
    expect(JSON.stringify(output.logs)).not.toContain(EMAIL);
    expect(output.logs).toContainEqual(expect.objectContaining({ level: 'WARN' }));
  });

  test('waits for one second at most, and no shorter', async () => {
    const signals: AbortSignal[] = [];
    const hanging = async (_: unknown, signal?: AbortSignal) => new Promise<void>((__, reject) => {
      signals.push(signal!);
      signal!.addEventListener('abort', () => reject(signal!.reason as Error));
    });
    const start = performance.now();

    await signIn(FOUND, userAttributes(), { publishUserChanged: hanging });

    const waited = performance.now() - start;
    expect(waited).toBeGreaterThan(900);
    expect(waited).toBeLessThan(1_500);
    expect(signals).toHaveLength(1);
  });

  test('leaves less time for the lookup', async () => {
    const lookUpTenants = jest.fn(async () => FOUND);
    for (const props of [{ publishUserCreated: undefined }, { publishUserCreated: undefined, publishUserChanged }]) {
      await handlerOf({ lookUpTenants, ...props })(preTokenEventV2(), lambdaContext());
    }
    const [[, without], [, having]] = lookUpTenants.mock.calls as unknown as Array<[string, number]>;
    expect(without - having).toBeGreaterThan(900);
  });
});

describe('a user without a tenant', () => {
  test.each([preTokenEventV1(), preTokenEventV2()])('gets no claim, in version $version', async (event) => {
    await expect(handlerOf({ lookUpTenants: async () => NOBODY })(event, lambdaContext())).resolves.toBe(event);
  });

  test('is published again', async () => {
    await handlerOf({ lookUpTenants: async () => NOBODY })(preTokenEventV2(), lambdaContext());

    const [call] = eventBridge.commandCalls(PutEventsCommand);
    const [{ Detail, ...entry }] = call.args[0].input.Entries!;
    expect(entry).toEqual({ EventBusName: 'the-bus', Source: 'bbq.user', DetailType: 'created' });
    expect(JSON.parse(Detail!)).toEqual({ email: EMAIL, userName: USER_ID, name: PERSON_NAME, userId: USER_ID });
    expect(output.counted).toEqual(['SignUpRepublished']);
  });

  test('is not published again without a bus', async () => {
    const event = preTokenEventV2();
    const handler = handlerOf({ lookUpTenants: async () => NOBODY, publishUserCreated: undefined });
    await expect(handler(event, lambdaContext())).resolves.toBe(event);
    expect(output.counted).toEqual([]);
  });

  test('is not published again if the user has a tenant that is not active', async () => {
    const suspended: TenantIdsOfUser = { tenants: [], memberships: [{ tenantId: TENANT_ID, role: 'admin', status: 'suspended' }] };
    const event = preTokenEventV2();
    await expect(handlerOf({ lookUpTenants: async () => suspended })(event, lambdaContext())).resolves.toBe(event);
    expect(eventBridge.calls()).toHaveLength(0);
  });

  test('is not published again after a sign-up through an invitation', async () => {
    const event = preTokenEventV2();
    await expect(handlerOf({ lookUpTenants: async () => ({ ...NOBODY, invited: true }) })(event, lambdaContext())).resolves.toBe(event);
    expect(eventBridge.calls()).toHaveLength(0);
    expect(output.counted).toEqual([]);
  });

  test('can sign in even if the event cannot be published', async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
    const event = preTokenEventV2();
    await expect(handlerOf({ lookUpTenants: async () => NOBODY })(event, lambdaContext())).resolves.toBe(event);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
  });
});

describe('a lookup that fails', () => {
  const failures: Array<[string, Partial<PreTokenHandlerProps>, ReturnType<typeof preTokenEventV2>]> = [
    ['by itself', { lookUpTenants: async () => Promise.reject(new Error('The admin API responded with 500.')) }, preTokenEventV2()],
    ['because the answer contradicts itself', { lookUpTenants: async () => ({ tenants: [TENANT_ID], memberships: [] }) }, preTokenEventV2()],
    ['because the event names no user', {}, preTokenEventV2({ email: EMAIL })],
  ];

  test.each(failures)('%s ends the sign-in, and the user sees no internals', async (_, props, event) => {
    await expect(handlerOf(props)(event, lambdaContext())).rejects.toEqual(new Error('Signing in is not possible at the moment. Try again in a minute.'));
    expect(output.counted).toEqual(['TenantLookupFailed']);
    expect(eventBridge.calls()).toHaveLength(0);
  });

  test.each(failures)('%s leaves out the claims if the application has chosen that', async (_, props, event) => {
    await expect(handlerOf({ ...props, lookupFailureMode: 'omit-claims' })(event, lambdaContext())).resolves.toBe(event);
    expect(output.counted).toEqual(['TenantLookupFailed']);
    expect(eventBridge.calls()).toHaveLength(0);
  });
});

describe('a sign-in', () => {
  const NOW = '2026-03-04T05:06:07.000Z';
  const recordSignIn = jest.fn<Promise<void>, Parameters<RecordSignIn>>();
  const signIn = async (triggerSource: string, props: Partial<PreTokenHandlerProps> = {}) =>
    handlerOf({ recordSignIn, ...props })({ ...preTokenEventV2(), triggerSource } as ReturnType<typeof preTokenEventV2>, lambdaContext());

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
    recordSignIn.mockReset().mockResolvedValue();
  });

  afterEach(() => jest.useRealTimers());

  test.each(['HostedAuth', 'Authentication', 'NewPasswordChallenge', 'AuthenticateDevice'])('is recorded in the tenant of the token: %s', async (source) => {
    await signIn(`TokenGeneration_${source}`);

    const [[signedIn, deadline], ...others] = recordSignIn.mock.calls;
    expect(others).toEqual([]);
    expect(signedIn).toEqual({ tenantId: TENANT_ID, userId: USER_ID, id: lambdaContext().awsRequestId, at: NOW });
    expect(deadline).toBeLessThanOrEqual(Date.parse(NOW) + 1_000);
  });

  test('that only refreshes the tokens, or has no tenant, is not recorded', async () => {
    await signIn('TokenGeneration_RefreshTokens');
    await signIn('TokenGeneration_Authentication', { lookUpTenants: async () => NOBODY });

    expect(recordSignIn).not.toHaveBeenCalled();
  });

  test('succeeds even if it cannot be recorded, which is counted', async () => {
    recordSignIn.mockRejectedValue(new Error('Lambda must accept the request with 202, but responded with 429.'));

    await expect(signIn('TokenGeneration_Authentication')).resolves.toMatchObject({ response: { claimsAndScopeOverrideDetails: expect.anything() } });

    expect(output.counted).toEqual(['SignInNotRecorded']);
    expect(output.logs).toContainEqual(expect.objectContaining({ level: 'ERROR', message: 'A sign-in could not be handed to the audit log' }));
  });
});

test('tokens of machines are not changed', async () => {
  const lookUpTenants = jest.fn();
  const event = { ...preTokenEventV2(), version: '3', triggerSource: 'TokenGeneration_ClientCredentials', request: {} } as unknown as ReturnType<typeof preTokenEventV2>;
  await expect(handlerOf({ lookUpTenants })(event, lambdaContext())).resolves.toBe(event);
  expect(lookUpTenants).not.toHaveBeenCalled();
});

describe('the time that Cognito leaves', () => {
  const NOW = Date.parse('2026-03-04T05:06:07.000Z');

  /** The time for the lookup, in milliseconds. */
  async function timeOfLookup(props: Partial<PreTokenHandlerProps>, remaining = 5_000): Promise<number> {
    jest.spyOn(Date, 'now').mockReturnValue(NOW);
    const lookUpTenants = jest.fn(async (_: string, __: number) => FOUND);
    await handlerOf({ lookUpTenants, ...props })(preTokenEventV2(), { ...lambdaContext(), getRemainingTimeInMillis: () => remaining });
    return lookUpTenants.mock.calls[0][1] - NOW;
  }

  test('is for the lookup, except for one second to publish a user without a tenant', async () => {
    expect(await timeOfLookup({})).toBe(3_500);
    expect(await timeOfLookup({ publishUserCreated: undefined })).toBe(4_500);
  });

  test('is shorter for the call that starts the function', async () => {
    expect(await timeOfLookup({ deadlineOf: createTriggerDeadline(1_000) })).toBe(2_500);
  });

  test('is the remaining time of the function if that is shorter', async () => {
    expect(await timeOfLookup({}, 3_000)).toBe(1_500);
  });

  test('is enough for an event that gets no answer: the user can sign in', async () => {
    const event = preTokenEventV2();
    const publish: PreTokenHandlerProps['publishUserCreated'] = async (_, signal) => new Promise((__, reject) => {
      signal!.addEventListener('abort', () => reject(signal!.reason));
    });
    const start = Date.now();
    const handler = handlerOf({ lookUpTenants: async () => NOBODY, publishUserCreated: publish });

    await expect(handler(event, { ...lambdaContext(), getRemainingTimeInMillis: () => 1_500 })).resolves.toBe(event);

    expect(Date.now() - start).toBeGreaterThanOrEqual(900);
    expect(Date.now() - start).toBeLessThan(1_500);
    expect(output.counted).toEqual(['SignUpPublishFailed']);
  });
});

describe.each(Object.values(TENANT_LOOKUP_MODE))('a lookup that never gets an answer: %s', (mode) => {
  let server: Server;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    server = createServer(() => undefined);
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  test('ends the sign-in before the timeout of Cognito', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod`;
    const lookUpTenants = createTenantLookup({ mode, url, region: REGION });
    const start = Date.now();

    await expect(handlerOf({ lookUpTenants })(preTokenEventV2(), lambdaContext())).rejects.toThrow('Signing in is not possible');

    expect(Date.now() - start).toBeLessThan(4_500);
  }, 10_000);
});
