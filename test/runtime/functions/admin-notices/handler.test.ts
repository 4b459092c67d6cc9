import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MessageRejected, SendEmailCommand, SESv2Client, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { EventBridgeEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../../src/runtime/functions/admin-notices/handler';
import { perTenant, type ScopedCredentials } from '../../../../src/runtime/library';
import { createSendMail } from '../../../../src/runtime/mails/send-mail';
import { meaningOf, meaningsOf } from '../../../dynamodb-meaning';
import { cancelled, HELD, unmet } from '../../cancelled';
import { lambdaContext, OTHER_USER_ID, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { RecordingSts } from '../../sts';

const NOW = '2026-03-04T05:06:07.000Z';
const ANN = { userid: USER_ID, name: 'Ann', email: 'ann@example.com' };
const BOB = { userid: OTHER_USER_ID, name: 'Bob', email: 'bob@example.com' };
const DETAIL = {
  tenantId: TENANT_ID, actor: { type: 'user', id: USER_ID }, eventId: 'e1', occurredAt: '2026-03-04T05:06:00Z', version: '1', deleteAt: '2026-04-03T05:06:00.000Z',
};

const dynamo = mockClient(DynamoDBDocumentClient);
const ses = mockClient(SESv2Client);
let output: Output;
let sts: RecordingSts;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  [dynamo, ses].forEach((client) => client.reset());
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { name: 'Acme' } });
  dynamo.on(GetCommand, { TableName: 'invitations' }).resolves({});
  adminsAre(ANN, BOB);
  output = new Output();
  sts = new RecordingSts();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function adminsAre(...admins: object[]) {
  dynamo.on(QueryCommand).resolves({ Items: admins });
}

type Credentials = () => Promise<ScopedCredentials>;

async function handle(detail: object = DETAIL, detailType = 'closureScheduled') {
  const handler = createHandler({
    tenantClients: perTenant({
      sts, roleArn: 'role', createClient: (scoped: Credentials) => Object.assign(DynamoDBDocumentClient.from(new DynamoDBClient({})), { scoped }),
    }),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users', invitationsTableName: 'invitations' },
    sendMail: createSendMail('Shop <no-reply@example.com>', new SESv2Client({})),
    productName: 'Shop',
    pageUrl: 'https://app.example.com/',
    logger: output.logger,
  });
  return handler({ 'detail-type': detailType, detail } as EventBridgeEvent<string, unknown>, lambdaContext());
}

const mails = () => ses.commandCalls(SendEmailCommand).map(({ args: [{ input }] }) => input);
const addressees = () => mails().flatMap(({ Destination }) => Destination!.ToAddresses);
const marks = () => dynamo.commandCalls(TransactWriteCommand).map(({ args: [{ input }] }) => input.TransactItems![1].Put!.Item!);
const failure = 'The admins of a tenant could not be notified.';

test('sends each admin an email of its own', async () => {
  await handle();

  expect(addressees()).toEqual(['ann@example.com', 'bob@example.com']);
  expect(mails()[1]).toMatchObject({
    FromEmailAddress: 'Shop <no-reply@example.com>',
    Content: { Simple: { Subject: { Data: 'A tenant in Shop was closed' }, Body: { Text: { Data: expect.stringContaining('Ann closed “Acme” in Shop.') } } } },
  });
});

test('reads only what the email needs, in the session of the tenant', async () => {
  await handle();

  const clients = dynamo.calls().map(({ thisValue }) => thisValue as unknown as { scoped: Credentials });
  const keys = await Promise.all(clients.map(async ({ scoped }) => (await scoped()).accessKeyId));
  expect(new Set(keys)).toEqual(new Set([`key-of-${TENANT_ID}`]));
  expect(sts.asked).toEqual([expect.objectContaining({ Tags: [{ Key: 'tenantId', Value: TENANT_ID }] })]);
  expect(meaningOf(dynamo.commandCalls(QueryCommand)[0].args[0].input)).toEqual({
    TableName: 'users',
    keyCondition: `tenantid = "${TENANT_ID}" AND userid < "~"`,
    filter: 'role = "admin"',
    attributes: ['email', 'name', 'userid'],
    ConsistentRead: true,
  });
  expect(meaningOf(dynamo.commandCalls(GetCommand, { TableName: 'tenants' })[0].args[0].input)).toEqual({
    TableName: 'tenants', Key: { tenantid: TENANT_ID }, attributes: ['name'], ConsistentRead: true,
  });
});

test('reads all pages of members', async () => {
  dynamo.on(QueryCommand).resolvesOnce({ Items: [ANN], LastEvaluatedKey: { tenantid: TENANT_ID, userid: USER_ID } }).resolves({ Items: [BOB] });

  await handle();

  expect(addressees()).toEqual(['ann@example.com', 'bob@example.com']);
});

test('skips admins without an address', async () => {
  adminsAre({ ...ANN, email: '' }, BOB);

  await handle();

  expect(addressees()).toEqual(['bob@example.com']);
});

describe('a repeated event', () => {
  test('sends no second email: a mark without personal data, which expires, says who was notified', async () => {
    await handle();
    const [ofAnn, ofBob] = marks();
    expect(Object.keys(ofAnn).sort()).toEqual(['invitationid', 'purgeat', 'tenantid']);
    expect(ofAnn).toMatchObject({ tenantid: TENANT_ID, invitationid: expect.stringMatching(/^@notice-[0-9a-f]{64}$/), purgeat: Date.parse(NOW) / 1000 + 15 * 86_400 });
    expect(ofAnn.invitationid).not.toBe(ofBob.invitationid);

    dynamo.on(GetCommand, { TableName: 'invitations' }).callsFake(({ Key }) => ({ Item: marks().find(({ invitationid }) => invitationid === Key.invitationid) }));
    ses.resetHistory();
    await handle();
    expect(addressees()).toEqual([]);

    await handle({ ...DETAIL, eventId: 'e2' });
    expect(addressees()).toHaveLength(2);
  });

  test('has no mark once the deletion has begun, because nothing deletes the mark then', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(), HELD));

    await handle();

    expect(addressees()).toHaveLength(2);
    expect(dynamo.commandCalls(TransactWriteCommand).map(({ args: [{ input }] }) => meaningsOf(input.TransactItems)[0].ConditionCheck.condition))
      .toEqual(Array(2).fill('attribute_not_exists(deletionstartedat) AND status <> "deleted"'));
  });

  test('sends the email again if the mark could not be written', async () => {
    adminsAre(ANN);
    dynamo.on(TransactWriteCommand).rejectsOnce(new Error('lost')).resolves({});

    await expect(handle()).rejects.toThrow(failure);
    await handle();

    expect(addressees()).toEqual(['ann@example.com', 'ann@example.com']);
  });
});

describe('an address', () => {
  const rejected = new MessageRejected({ message: 'Email address is not verified: ann@example.com', $metadata: {} });

  test('that SES refuses does not keep the email from the others, and is not tried again', async () => {
    ses.on(SendEmailCommand).rejectsOnce(rejected).resolves({});

    await handle();

    expect(addressees()).toEqual(['ann@example.com', 'bob@example.com']);
    expect(marks()).toHaveLength(2);
    expect(output.logs).toEqual([expect.objectContaining({ level: 'WARN', message: 'SES has refused the email to an admin', error: { name: 'MessageRejected' }, tenantId: TENANT_ID })]);
  });

  test('is tried again if SES refuses all emails, because it may refuse the sender', async () => {
    ses.on(SendEmailCommand).rejects(rejected);

    await expect(handle()).rejects.toThrow(failure);

    expect(addressees()).toEqual(['ann@example.com', 'bob@example.com']);
    expect(marks()).toEqual([]);
  });

  test('to which an email cannot be sent now is tried again, after the others', async () => {
    ses.on(SendEmailCommand).rejectsOnce(new TooManyRequestsException({ message: 'ann@example.com', $metadata: {} })).resolves({});

    await expect(handle()).rejects.toThrow(failure);

    expect(addressees()).toEqual(['ann@example.com', 'bob@example.com']);
    expect(marks()).toHaveLength(1);
  });
});

test.each([
  ['another event', DETAIL, 'renamed'],
  ['an event without a time of the deletion', { ...DETAIL, deleteAt: undefined }, 'closureScheduled'],
  ['an event with the id of no tenant', { ...DETAIL, tenantId: '@x' }, 'closureScheduled'],
])('refuses %s before it asks for credentials', async (_, detail, detailType) => {
  await expect(handle(detail, detailType)).rejects.toThrow(failure);

  expect([sts.asked, mails()]).toEqual([[], []]);
  expect(output.text).toContain('The event must be one of closureScheduled, closureCancelled, exported');
});

test('a deleted tenant has no admins, so nothing is sent', async () => {
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: {} });
  adminsAre();

  await handle();

  expect(mails()).toEqual([]);
});

test('no log has an address or a name, whatever fails', async () => {
  const quoting = Object.assign(new Error('denied'), { Item: ANN, $response: { body: 'ann@example.com' } });
  await handle();
  ses.on(SendEmailCommand).rejects(Object.assign(new Error('ann@example.com'), { name: 'NetworkError' }));
  await handle().catch(() => undefined);
  dynamo.on(QueryCommand).rejects(quoting);
  await handle().catch(() => undefined);

  expect(output.logs.length).toBeGreaterThan(2);
  expect(output.text).not.toMatch(/example\.com|Ann|Bob|Acme/);
});
