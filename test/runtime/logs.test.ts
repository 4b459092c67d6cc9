import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import nock from 'nock';
import {
  apiEvent, authorizerEvent, authorizerOf, CLIENT_ID, EMAIL, lambdaContext, PERSON_NAME, postConfirmationEvent, preTokenEventV1, preTokenEventV2,
  TENANT_ID, USER_ID, USER_POOL_ID,
} from './events';
import { Output } from './output';
import { RecordingSts } from './sts';
import { ISSUER, now, TokenIssuer } from './tokens';
import { createTriggerDeadline } from '../../src/runtime/aws/trigger-deadline';
import { createHandler as createAdminApi } from '../../src/runtime/functions/admin-api/handler';
import { createHandler as createAuthorizer } from '../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../src/runtime/functions/authorizer/verifier';
import { createHandler as createPreToken } from '../../src/runtime/functions/pre-token/handler';
import { createHandler as createSignUp } from '../../src/runtime/functions/sign-up/handler';
import { createHandler as createTenantApi } from '../../src/runtime/functions/tenant-api/handler';
import { perTenant, perUser } from '../../src/runtime/library';
import { createUserCreatedPublisher } from '../../src/runtime/users/user-created';

const NEW_NAME = 'Body Of The Request';
const ROW_NAME = 'Name In The Row';

/** An error like those of the SDK, which contain personal data. */
const sdkError = (name: string) => Object.assign(new Error('User is not authorized to perform this'), {
  name,
  Item: { name: { S: ROW_NAME }, email: { S: EMAIL } },
  $response: { body: EMAIL },
  cause: new Error(EMAIL),
});

const dynamo = mockClient(DynamoDBDocumentClient);
const eventBridge = mockClient(EventBridgeClient);

/** Runs a function that can fail in the test. */
const settle = async (run: Promise<unknown>) => run.then(() => undefined, () => undefined);

beforeAll(() => nock.disableNetConnect());

afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

afterEach(() => {
  jest.restoreAllMocks();
  nock.cleanAll();
});

test('no function ever logs a token, an email address, a name or a body', async () => {
  const output = new Output();
  const { logger, metrics } = output;
  const issuer = await TokenIssuer.create();
  const row = { tenantid: TENANT_ID, name: ROW_NAME, status: 'active', version: 1, createdat: 'x', updatedat: 'x', role: 'admin', email: EMAIL };
  const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], tokenUse: 'id' });
  const authorizer = createAuthorizer({ verifier, rules: { endingLength: 24, rules: [] }, logger, metrics });
  const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const scope = { sts: new RecordingSts(), roleArn: 'role', createClient: () => documentClient };
  const api = {
    documentClient,
    tenantRows: perTenant(scope),
    userRows: perUser(scope),
    applicationName: 'app',
    suspensionAccess: 'none' as const,
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    invitationsTableName: '',
    roles: ['admin', 'member'],
    allowOrigins: ['*'],
    logger,
  };
  const deadlineOf = createTriggerDeadline(0);
  const publishUserCreated = createUserCreatedPublisher({ eventBridge: new EventBridgeClient({}), applicationName: 'app', eventBusName: 'bus' });
  const signUp = createSignUp({ publishUserCreated, deadlineOf, logger, metrics });
  const context = lambdaContext();

  const tokens = [
    await issuer.idToken({ name: PERSON_NAME }),
    await issuer.idToken({ exp: now() - 1 }),
    await issuer.idToken({ aud: EMAIL }),
    await issuer.idToken({ tenant: EMAIL }),
    await issuer.accessToken(),
  ];
  nock(ISSUER).get('/.well-known/jwks.json').reply(500, EMAIL);
  for (const token of [...tokens, `${tokens[0]}x`, `${tokens[0]} `, EMAIL]) {
    await settle(authorizer(authorizerEvent({ Authorization: `Bearer ${token}` }), context));
    verifier.cacheJwks(await issuer.keySet());
  }

  const requests = [
    apiEvent({ method: 'GET', resource: '/tenant/{tenantId}', parameters: { tenantId: TENANT_ID }, authorizer: authorizerOf() }),
    apiEvent({ method: 'GET', resource: '/tenant/{tenantId}', parameters: { tenantId: EMAIL }, authorizer: authorizerOf() }),
    apiEvent({ method: 'GET', resource: '/tenants/{userId}', parameters: { userId: USER_ID }, authorizer: authorizerOf() }),
    apiEvent({ method: 'GET', resource: '/other', path: `/${EMAIL}`, parameters: {}, headers: { Authorization: `Bearer ${tokens[0]}` } }),
    ...[`{"name":"${NEW_NAME}"}`, `{"name":"${NEW_NAME}","x":1}`, `${NEW_NAME} is not JSON`, `{"${NEW_NAME}":7}`].map((body) => apiEvent({
      method: 'PUT',
      resource: '/tenant/{tenantId}',
      parameters: { tenantId: TENANT_ID },
      headers: { 'If-Match': '"1"', 'Authorization': `Bearer ${tokens[0]}` },
      body,
      authorizer: authorizerOf(),
    })),
  ];
  const answers: Array<() => void> = [
    () => {
      dynamo.on(GetCommand).resolves({ Item: row });
      dynamo.on(UpdateCommand).resolves({ Attributes: row });
      dynamo.on(QueryCommand).resolves({ Items: [row] });
      dynamo.on(BatchGetCommand).resolves({ Responses: { tenants: [row] } });
    },
    () => {
      dynamo.on(GetCommand).resolves({ Item: { ...row, status: ROW_NAME } });
      dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ Item: { name: { S: ROW_NAME } }, message: 'x', $metadata: {} }));
      dynamo.on(QueryCommand).resolves({ Items: [{ ...row, role: EMAIL }] });
    },
    () => dynamo.onAnyCommand().rejects(sdkError('AccessDeniedException')),
  ];
  for (const answer of answers) {
    dynamo.reset();
    answer();
    for (const request of requests) {
      await createTenantApi(api)(request, context);
      await createAdminApi(api)(request, context);
    }
  }

  for (const busAnswer of [() => eventBridge.on(PutEventsCommand).resolves({}), () => eventBridge.on(PutEventsCommand).rejects(sdkError('InternalException'))]) {
    busAnswer();
    await settle(signUp(postConfirmationEvent(), context));
    for (const lookUpTenants of [
      async () => ({ tenants: [], memberships: [] }),
      async () => ({ tenants: [TENANT_ID], memberships: [{ tenantId: TENANT_ID, role: 'admin' as const, status: 'active' as const }] }),
      async () => Promise.reject(sdkError('TimeoutError')),
    ]) {
      const preToken = createPreToken({ lookUpTenants, lookupFailureMode: 'deny', publishUserCreated, deadlineOf, logger, metrics });
      await settle(preToken(preTokenEventV1(), context));
      await settle(preToken(preTokenEventV2(), context));
    }
  }

  // The functions must have logged something, or the test would prove nothing.
  expect(output.logs.length).toBeGreaterThan(30);
  expect(output.logs.every(({ correlation_id: id }) => typeof id === 'string')).toBe(true);
  expect(new Set(output.counted)).toEqual(new Set([
    'KeySetUnavailable', 'SignUpPublished', 'SignUpPublishFailed', 'SignUpRepublished', 'TenantLookupFailed',
  ]));
  expect(output.text).toContain('AccessDeniedException');
  for (const secret of [EMAIL, PERSON_NAME, NEW_NAME, ROW_NAME, ...tokens, ...tokens.map((token) => token.split('.')[1])]) {
    expect(output.text).not.toContain(secret);
  }
});
