import { createClientKeys, openClient } from '../../../src/runtime/audit/client-details';
import { startLog } from '../../../src/runtime/observability/log';
import { principalCaller, systemActor, userCaller } from '../../../src/runtime/tenants/actor';
import { apiEvent, lambdaContext, REQUEST_ID, TENANT_ID, USER_ID } from '../events';
import { Output } from '../output';

const ROLE = 'arn:aws:sts::123456789012:assumed-role/Support';

let output: Output;

beforeEach(() => {
  output = new Output();
});

afterEach(() => jest.restoreAllMocks());

const CALLER = { userId: USER_ID, userName: 'ada', expiresAt: 1 };
const CLIENT = { ip: '192.0.2.7', userAgent: 'Firefox' };

function eventBy(userArn: string | null, stage = 'prod', method = 'PUT') {
  const event = apiEvent({ method, resource: '/tenant/{tenantId}', parameters: { tenantId: TENANT_ID }, stage });
  const identity = { ...event.requestContext.identity, userArn, sourceIp: CLIENT.ip, userAgent: CLIENT.userAgent };
  return { ...event, requestContext: { ...event.requestContext, identity } };
}

/** The actor in the next log line. */
function loggedActor(): unknown {
  output.logger.info('next');
  return output.logs.at(-1)!.actor;
}

describe('the user of a request to the web-app API', () => {
  test('is the actor, with the id of the request, and is in the log', async () => {
    const actor = { type: 'user', id: USER_ID };

    await expect(userCaller(eventBy(null), CALLER, output.logger)).resolves.toEqual({ actor, requestId: REQUEST_ID });
    expect(loggedActor()).toEqual(actor);
  });

  test('with a key has the sealed details of the client, which only the private key opens', async () => {
    const { sealingKey, openingKey } = await createClientKeys();
    const { sealedClient } = await userCaller(eventBy(null), { ...CALLER, sealingKey }, output.logger);

    await expect(openClient(sealedClient!, USER_ID, openingKey)).resolves.toEqual(CLIENT);
    loggedActor();
    expect(output.text).not.toContain(CLIENT.ip);
  });

  test('who only reads has none: nothing is recorded', async () => {
    const { sealingKey } = await createClientKeys();
    await expect(userCaller(eventBy(null, 'prod', 'GET'), { ...CALLER, sealingKey }, output.logger)).resolves.not.toHaveProperty('sealedClient');
  });

  test('can change something even if the key is unusable', async () => {
    await expect(userCaller(eventBy(null), { ...CALLER, sealingKey: 'short' }, output.logger)).resolves.not.toHaveProperty('sealedClient');
    expect(output.logs).toEqual([expect.objectContaining({ level: 'ERROR', message: 'The client details of a user could not be sealed' })]);
  });
});

describe('the principal of a request to the admin API', () => {
  test.each([['prod', 'service'], ['operators', 'operator']])('through the stage %s is a %s, with its whole ARN in the rows and events', (stage, type) => {
    const { actor, requestId } = principalCaller(eventBy(`${ROLE}/jane@example.com`, stage), output.logger);

    expect([actor, requestId]).toEqual([{ type, id: `${ROLE}/jane@example.com` }, REQUEST_ID]);
    expect(loggedActor()).toEqual({ type, id: ROLE });
  });

  test.each([
    ['a role that was assumed', `${ROLE}/jane@example.com`, ROLE],
    ['a federated user', 'arn:aws:sts::123456789012:federated-user/jane@example.com', 'arn:aws:sts::123456789012:federated-user'],
    ['an IAM user', 'arn:aws:iam::123456789012:user/jane@example.com', 'arn:aws:iam::123456789012:user'],
    ['an IAM user with a path', 'arn:aws:iam::123456789012:user/support/jane@example.com', 'arn:aws:iam::123456789012:user'],
    ['a role in another partition', 'arn:aws-us-gov:sts::123456789012:assumed-role/Support/jane@example.com', 'arn:aws-us-gov:sts::123456789012:assumed-role/Support'],
    ['the root user', 'arn:aws:iam::123456789012:root', 'arn:aws:iam::123456789012:root'],
  ])('is in the log without the name of a person: %s', (_, userArn, logged) => {
    principalCaller(eventBy(userArn), output.logger);

    expect(loggedActor()).toEqual({ type: 'service', id: logged });
    expect(output.text).not.toContain('jane@example.com');
  });

  test('must exist', () => {
    expect(() => principalCaller(eventBy(null), output.logger)).toThrow('must be signed by an IAM principal');
  });
});

test('the next request has no actor of the request before', async () => {
  await userCaller(eventBy(null), CALLER, output.logger);
  startLog(output.logger, lambdaContext().awsRequestId);

  expect(loggedActor()).toBeUndefined();
});

test('a part of the tenancy is an actor of the type system', () => {
  expect(systemActor('deletion')).toEqual({ type: 'system', id: 'deletion' });
});
