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

function eventBy(userArn: string | null, stage = 'prod') {
  const event = apiEvent({ method: 'GET', resource: '/tenant/{tenantId}', parameters: { tenantId: TENANT_ID }, stage });
  return { ...event, requestContext: { ...event.requestContext, identity: { ...event.requestContext.identity, userArn } } };
}

/** The actor in the next log line. */
function loggedActor(): unknown {
  output.logger.info('next');
  return output.logs.at(-1)!.actor;
}

test('a user is the actor of a request to the web-app API, with the id of the request, and is in the log', () => {
  const actor = { type: 'user', id: USER_ID };

  expect(userCaller(eventBy(null), USER_ID, output.logger)).toEqual({ actor, requestId: REQUEST_ID });
  expect(loggedActor()).toEqual(actor);
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

test('the next request has no actor of the request before', () => {
  userCaller(eventBy(null), USER_ID, output.logger);
  startLog(output.logger, lambdaContext().awsRequestId);

  expect(loggedActor()).toBeUndefined();
});

test('a part of the tenancy is an actor of the type system', () => {
  expect(systemActor('deletion')).toEqual({ type: 'system', id: 'deletion' });
});
