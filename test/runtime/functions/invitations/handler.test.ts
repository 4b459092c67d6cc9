import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MessageRejected, SendEmailCommand, SESv2Client, SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { cancelled, DAY, INVITATION_ID, newInvitation, nowSeconds, OTHER_INVITATION_ID, REFUSED, TABLES, tenantRow } from './rows';
import { createHandler } from '../../../../src/runtime/functions/invitations/handler';
import { createInvitationDelivery, type InvitationDelivery } from '../../../../src/runtime/invitations/invitation-delivery';
import { perTenant } from '../../../../src/runtime/library';
import { meaningOf } from '../../../dynamodb-meaning';
import { answerOf } from '../../answers';
import { apiEvent, type ApiRequest, authorizerOf, EMAIL, lambdaContext, OTHER_TENANT_ID, OTHER_USER_ID, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { RecordingSts } from '../../sts';

const PAGE = 'https://app.example.com/';
const MAIL = { pageUrl: PAGE, mailFrom: 'Shop <no-reply@example.com>', productName: 'Shop' };
const NO_MAIL = { pageUrl: '', mailFrom: '', productName: '' };
const CODE = new RegExp(`^${TENANT_ID}\\.[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}$`);

const dynamo = mockClient(DynamoDBDocumentClient);
const ses = mockClient(SESv2Client);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  ses.reset();
  mailCount = undefined;
  tenantIs(tenantRow());
  invitationsAre();
  membersWithTheAddress();
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

function tenantIs(row: Record<string, unknown> | undefined) {
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: row });
}

function invitationsAre(...rows: Array<Record<string, unknown>>) {
  dynamo.on(QueryCommand, { TableName: 'invitations' }).resolves({ Items: rows });
  dynamo.on(GetCommand, { TableName: 'invitations' }).callsFake(({ Key }) => ({ Item: Key.invitationid.startsWith('@') ? mailCount : rows[0] }));
}

/** The count of mails to the address in the table. */
let mailCount: { readonly mails: number; readonly lastmailat: number; readonly purgeat: number } | undefined;

/** Memberships of the tenant that have the address of the invitation. */
function membersWithTheAddress(...userIds: string[]) {
  dynamo.on(QueryCommand, { TableName: 'users' }).resolves({ Items: userIds.map((userid) => ({ userid })) });
}

async function send(request: Omit<ApiRequest, 'parameters'> & Partial<ApiRequest>, query: Record<string, string> | null = null, delivery: InvitationDelivery = NO_MAIL) {
  const createClient = () => DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const handler = createHandler({
    tenantRows: perTenant({ sts: new RecordingSts(), roleArn: 'role', createClient }),
    tables: TABLES,
    roles: ['admin', 'member', 'auditor'],
    limits: { invitationsPerTenant: 3, days: 7, ...delivery.mailFrom !== '' && { mailsPerTenantAndDay: 10 } },
    deliver: createInvitationDelivery(delivery, output.logger, new SESv2Client({})),
    allowOrigins: ['*'],
    logger: output.logger,
  });
  const event = apiEvent({ parameters: { tenantId: TENANT_ID, invitationId: INVITATION_ID }, authorizer: authorizerOf(), ...request });
  const result = await handler({ ...event, queryStringParameters: query }, lambdaContext());
  const { status, headers, json } = answerOf(result);
  return { status, headers, json };
}

const INVITATIONS = '/tenant/{tenantId}/invitations';
const list = async (query: Record<string, string> | null = null) => send({ method: 'GET', resource: INVITATIONS }, query);
const create = async (body: unknown = { email: EMAIL, role: 'member' }, delivery?: InvitationDelivery) =>
  send({ method: 'POST', resource: INVITATIONS, body: JSON.stringify(body) }, null, delivery);
const revoke = async (changes: Partial<ApiRequest> = {}) => send({ method: 'DELETE', resource: `${INVITATIONS}/{invitationId}`, ...changes });
const resend = async (delivery?: InvitationDelivery) => send({ method: 'POST', resource: `${INVITATIONS}/{invitationId}/resend` }, null, delivery);

/** Items of the last transaction, by table, without the count of mails. */
function written() {
  const items = dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems!
    .filter(({ Put }) => !String(Put?.Item?.invitationid).startsWith('@'));
  return Object.fromEntries(items.flatMap((item) => Object.values(item).map((write) => [write.TableName!, meaningOf(write)]))) as Record<string, any>;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('every route', () => {
  test.each<[string, Partial<ApiRequest>, number]>([
    ['a member who is not an admin', { authorizer: authorizerOf({ tenantRole: 'member' }) }, 403],
    ['an admin of another tenant', { parameters: { tenantId: OTHER_TENANT_ID, invitationId: INVITATION_ID } }, 403],
    ['nobody', { authorizer: undefined }, 401],
  ])('refuses %s before it accesses a row', async (_, changes, status) => {
    for (const [method, resource] of [['GET', ''], ['POST', ''], ['DELETE', '/{invitationId}'], ['POST', '/{invitationId}/resend']]) {
      expect((await send({ method, resource: `${INVITATIONS}${resource}`, ...changes })).status).toBe(status);
    }
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each(['A'.repeat(32), 'a'.repeat(31), '*', '%61'])('refuses "%s" as an invitation id', async (invitationId) => {
    const answer = await revoke({ parameters: { tenantId: TENANT_ID, invitationId } });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: invitationId === '%61' ? 'path' : 'invitationId' }] } });
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('GET invitations', () => {
  test('lists the pending invitations, marks expired ones, and shows no hash', async () => {
    invitationsAre(newInvitation().row, newInvitation({ invitationid: OTHER_INVITATION_ID, expiresat: nowSeconds(), invitedby: undefined }).row);

    const { status, json } = await list();

    const shown = { email: EMAIL, role: 'member', createdAt: expect.any(String), expiresAt: expect.any(String) };
    expect(status).toBe(200);
    expect(json).toEqual({
      invitations: [
        { ...shown, invitationId: INVITATION_ID, status: 'pending', invitedBy: OTHER_USER_ID },
        { ...shown, invitationId: OTHER_INVITATION_ID, status: 'expired' },
      ],
    });
    expect(meaningOf(dynamo.commandCalls(QueryCommand)[0].args[0].input)).toMatchObject({
      TableName: 'invitations', keyCondition: `tenantid = "${TENANT_ID}"`, filter: 'status = "pending"', ConsistentRead: true,
    });
  });

  test('continues after the last invitation of a page, and ends without a cursor', async () => {
    invitationsAre(newInvitation().row, newInvitation({ invitationid: OTHER_INVITATION_ID }).row);

    const first = await list({ limit: '1' });
    expect(first.json.invitations.map(({ invitationId }: { invitationId: string }) => invitationId)).toEqual([INVITATION_ID]);

    invitationsAre(newInvitation({ invitationid: OTHER_INVITATION_ID }).row);
    const second = await list({ limit: '1', cursor: first.json.nextCursor });
    expect(second.json.invitations).toHaveLength(1);
    expect(second.json).not.toHaveProperty('nextCursor');
    expect(dynamo.commandCalls(QueryCommand).at(-1)!.args[0].input.ExclusiveStartKey).toEqual({ tenantid: TENANT_ID, invitationid: INVITATION_ID });
  });

  test('fills a page although the filter removes items', async () => {
    dynamo.on(QueryCommand)
      .resolvesOnce({ Items: [], LastEvaluatedKey: { tenantid: TENANT_ID, invitationid: '0' } })
      .resolvesOnce({ Items: [newInvitation().row] });

    expect((await list({ limit: '1' })).json.invitations).toHaveLength(1);
  });
});

describe('POST invitations', () => {
  test('returns a code, and stores its hash', async () => {
    const { status, json } = await create({ email: 'Bob@Example.COM', role: 'auditor', expiresInDays: 2 });

    expect(status).toBe(201);
    expect(json).toMatchObject({ email: 'bob@example.com', role: 'auditor', status: 'pending', invitedBy: USER_ID, code: expect.stringMatching(CODE) });
    expect(json).not.toHaveProperty('link');
    const { Item } = written().invitations;
    expect(Item).toMatchObject({ tenantid: TENANT_ID, invitationid: json.invitationId, status: 'pending', codehash: sha256(json.code), email: 'bob@example.com' });
    expect(JSON.stringify(dynamo.calls().map(({ args }) => args[0].input))).not.toContain(json.code.split('.')[2]);
    expect(Item.expiresat - nowSeconds()).toBeGreaterThan(2 * DAY - 5);
    expect(Item.expiresat - nowSeconds()).toBeLessThanOrEqual(2 * DAY);
    expect(Item.purgeat - Item.expiresat).toBe(30 * DAY);
    expect(json.expiresAt).toBe(new Date(Item.expiresat * 1000).toISOString());
  });

  test('is valid for the default time of the application', async () => {
    await create();
    const { Item } = written().invitations;
    expect(Math.round((Item.expiresat - nowSeconds()) / DAY)).toBe(7);
  });

  test('puts the code after the # of the page that accepts it', async () => {
    const { json } = await create(undefined, { ...NO_MAIL, pageUrl: PAGE });
    expect(json.link).toBe(`${PAGE}#${json.code}`);
  });

  test('requires that the inviter is an admin of an active tenant, and that no other code was issued meanwhile', async () => {
    tenantIs(tenantRow({ invitationrevision: 4 }));
    await create();

    const { users, tenants } = written();
    expect(users).toMatchObject({ Key: { tenantid: TENANT_ID, userid: USER_ID }, condition: 'role = "admin"' });
    expect(tenants).toEqual({
      TableName: 'tenants',
      Key: { tenantid: TENANT_ID },
      set: { invitationrevision: 5 },
      condition: 'invitationrevision = 4 AND status = "active"',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const [{ args: [read] }] = dynamo.commandCalls(GetCommand);
    expect(read.input).toEqual({ TableName: 'tenants', Key: { tenantid: TENANT_ID }, ConsistentRead: true });
    const order = dynamo.calls().map(({ args }) => args[0].constructor.name);
    expect(order).toEqual(['GetCommand', 'QueryCommand', 'QueryCommand', 'TransactWriteCommand']);
  });

  test('is the first code of a tenant without a revision', async () => {
    await create();
    expect(written().tenants).toMatchObject({ set: { invitationrevision: 1 }, condition: 'attribute_not_exists(invitationrevision) AND status = "active"' });
  });

  test('starts over when other requests were faster, and then sees that they have reached the limit', async () => {
    const row = (email: string) => newInvitation({ invitationid: OTHER_INVITATION_ID, email }).row;
    dynamo.on(QueryCommand, { TableName: 'invitations' })
      .resolvesOnce({ Items: [row('1@x'), row('2@x')] })
      .resolves({ Items: [row('1@x'), row('2@x'), row('3@x')] });
    dynamo.on(TransactWriteCommand).rejects(cancelled(undefined, undefined, { ...REFUSED, Item: { status: { S: 'active' } } }));

    const { status, json } = await create();

    expect(status).toBe(409);
    expect(json.limit).toEqual({ name: 'invitationsPerTenant', value: 3 });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  test('ends in a 409 when other requests are always faster', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(undefined, undefined, { ...REFUSED, Item: { status: { S: 'active' } } }));

    expect(await create()).toMatchObject({ status: 409, json: { detail: expect.stringContaining('Try again') } });
    expect(dynamo.commandCalls(TransactWriteCommand).length).toBeGreaterThan(3);
  });

  test('counts only invitations that can still be accepted', async () => {
    invitationsAre(...['1@x', '2@x', '3@x'].map((email) => newInvitation({ invitationid: OTHER_INVITATION_ID, email, expiresat: nowSeconds() - 1 }).row));
    expect((await create()).status).toBe(201);
  });

  test('refuses an address with a pending invitation, in any letter case', async () => {
    invitationsAre(newInvitation().row);
    expect(await create({ email: EMAIL.toUpperCase(), role: 'admin' })).toMatchObject({ status: 409, json: { detail: 'An invitation for this email address is already pending. Resend or revoke it.' } });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test('refuses the address of a member, and searches only the members of the tenant', async () => {
    membersWithTheAddress(OTHER_USER_ID);

    expect(await create({ email: EMAIL.toUpperCase(), role: 'admin' })).toMatchObject({
      status: 409, json: { detail: 'A member of this tenant already has this email address.' },
    });
    expect(meaningOf(dynamo.commandCalls(QueryCommand, { TableName: 'users' })[0].args[0].input)).toMatchObject({
      keyCondition: `tenantid = "${TENANT_ID}" AND userid < "~"`, attributes: ['userid'], filter: `emailkey = "${EMAIL}"`,
    });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test('invites a person again after an invitation has expired', async () => {
    invitationsAre(newInvitation({ expiresat: nowSeconds() }).row);
    expect((await create()).status).toBe(201);
  });

  test('refuses an inviter who is no longer an admin', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(REFUSED, undefined, undefined));
    expect((await create()).status).toBe(403);
  });

  test.each([[undefined, 404], ['deleted', 404], ['suspended', 403], ['creating', 403]])('refuses a tenant that is %s', async (status, expected) => {
    tenantIs(status === undefined ? undefined : tenantRow({ status }));
    expect((await create()).status).toBe(expected);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test.each<[string, unknown, string[]]>([
    ['nothing', {}, ['/email', '/role']],
    ['no address', { email: 'bob', role: 'member' }, ['/email']],
    ['a display name', { email: 'Bob <bob@example.com>', role: 'member' }, ['/email']],
    ['two addresses', { email: 'bob@example.com,eve@example.com', role: 'member' }, ['/email']],
    ['two lines', { email: 'bob@example.com\nBcc: all@example.com', role: 'member' }, ['/email']],
    ['an unknown role', { email: EMAIL, role: 'owner' }, ['/role']],
    ['a long time', { email: EMAIL, role: 'member', expiresInDays: 31 }, ['/expiresInDays']],
    ['no time', { email: EMAIL, role: 'member', expiresInDays: 0 }, ['/expiresInDays']],
    ['half a day too much', { email: EMAIL, role: 'member', expiresInDays: 1.5 }, ['/expiresInDays']],
    ['a tenant', { email: EMAIL, role: 'member', tenantId: OTHER_TENANT_ID }, ['/tenantId']],
  ])('refuses a body with %s', async (_, body, fields) => {
    const { status, json } = await create(body);
    expect(status).toBe(400);
    expect(json.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('mail', () => {
  test('has the link for the invited person, which the inviter does not get', async () => {
    dynamo.on(QueryCommand, { TableName: 'users' }).callsFake((query) => ({ Items: meaningOf(query).attributes.includes('name') ? [{ name: 'Ada' }] : [] }));
    const { status, json } = await create({ email: 'bob@example.com', role: 'member' }, MAIL);

    expect(status).toBe(201);
    expect(json).not.toHaveProperty('code');
    expect(json).not.toHaveProperty('link');
    const [{ args: [{ input }] }] = ses.commandCalls(SendEmailCommand);
    expect(input).toMatchObject({ FromEmailAddress: 'Shop <no-reply@example.com>', Destination: { ToAddresses: ['bob@example.com'] } });
    const { Subject, Body } = input.Content!.Simple!;
    expect([Subject, Body!.Text, Body!.Html].map((part) => part!.Charset)).toEqual(['UTF-8', 'UTF-8', 'UTF-8']);
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => meaningOf(args[0].input))).toContainEqual(expect.objectContaining({
      TableName: 'users', keyCondition: `tenantid = "${TENANT_ID}" AND userid = "${USER_ID}"`, attributes: ['name'],
    }));
    expect(Subject!.Data).toBe('Your invitation to Shop');
    expect(Body!.Text!.Data).toContain('Invited by: Ada');
    for (const { Data } of [Body!.Text!, Body!.Html!]) {
      const [code] = Data!.match(/(?<=https:\/\/app\.example\.com\/#)[\w.-]+/)!;
      expect(sha256(code)).toBe(written().invitations.Item.codehash);
      expect(Data).toContain('Smokers Inc.');
    }
  });

  test('that could not be sent leaves a pending invitation, and the answer tells what to do', async () => {
    ses.on(SendEmailCommand).rejects(new MessageRejected({ message: 'Email address is not verified: bob@example.com', $metadata: {} }));

    const { status, json } = await create({ email: 'bob@example.com', role: 'member' }, MAIL);

    expect(status).toBe(502);
    expect(json.detail).toBe('The invitation is pending, but the email could not be sent. Resend it.');
    expect(written().invitations.Item.status).toBe('pending');
    expect(output.text).toContain('MessageRejected');
    expect(output.text).not.toContain('bob@example.com');
  });

  test('that SES refuses is not counted for the address', async () => {
    ses.on(SendEmailCommand).rejects(new MessageRejected({ message: 'Email address is not verified.', $metadata: {} }));
    await create(undefined, MAIL);

    const [{ args: [{ input }] }] = dynamo.commandCalls(UpdateCommand);
    expect(meaningOf(input)).toEqual({
      TableName: 'invitations',
      Key: { tenantid: TENANT_ID, invitationid: `@${sha256(EMAIL)}` },
      set: { lastmailat: 0 },
      compute: { mails: 'mails - 1' },
      condition: 'mails > 0',
    });
  });

  test('needs a page for its link: without one, the inviter gets the code', async () => {
    const { status, json } = await create(undefined, { ...MAIL, pageUrl: '' });

    expect([status, json.code]).toEqual([201, expect.stringMatching(CODE)]);
    expect(json).not.toHaveProperty('link');
    expect(ses.calls()).toHaveLength(0);
  });

  test.each([
    ['the connection fails', new Error('socket hang up')],
    ['SES itself fails', new SESv2ServiceException({ name: 'InternalServiceErrorException', $fault: 'server', $metadata: {} })],
  ])('that may have been sent is counted: %s', async (_, error) => {
    ses.on(SendEmailCommand).rejects(error);
    const { status, json } = await create(undefined, MAIL);

    expect(status).toBe(502);
    expect(json.detail).toBe('The invitation is pending, but the email may not have been sent. Resend it in five minutes.');
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(0);
  });

  test('is not sent for an invitation that could not be created', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(REFUSED, undefined, undefined));
    await create(undefined, MAIL);
    expect(ses.calls()).toHaveLength(0);
  });
});

describe('limits of mails', () => {
  const count = (changes: Partial<NonNullable<typeof mailCount>> = {}) => ({
    mails: 1, lastmailat: nowSeconds() - 301, purgeat: nowSeconds() + 37 * DAY, ...changes,
  });
  const today = () => new Date().toISOString().slice(0, 10);
  /** The count of mails to the address, as the last transaction writes it, with its condition. */
  const writtenCount = () => dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems!
    .flatMap(({ Put }) => (String(Put?.Item?.invitationid).startsWith('@') ? [meaningOf(Put!)] : []))[0];

  test('the first mail to an address is counted for the address and the day, in the transaction', async () => {
    expect((await create(undefined, MAIL)).status).toBe(201);

    expect(writtenCount()).toMatchObject({
      TableName: 'invitations',
      Item: { tenantid: TENANT_ID, invitationid: `@${sha256(EMAIL)}`, mails: 1, lastmailat: expect.any(Number), purgeat: expect.any(Number) },
      condition: 'attribute_not_exists(mails)',
    });
    // The count is kept longer than an invitation is valid, so resending never resets it.
    const { lastmailat, purgeat } = (writtenCount() as any).Item;
    expect([lastmailat - nowSeconds(), (purgeat - lastmailat) / DAY]).toEqual([expect.closeTo(0, -1), 31]);
    expect(dynamo.commandCalls(GetCommand).map(({ args }) => [args[0].input.TableName, args[0].input.ConsistentRead]))
      .toEqual([['tenants', true], ['invitations', true]]);
    expect(JSON.stringify(writtenCount())).not.toContain(EMAIL);
    expect(written().tenants.set).toEqual({ invitationrevision: 1, mailday: today(), mails: 1 });
  });

  test('a later mail requires that the count has not changed since it was read', async () => {
    mailCount = count({ mails: 3 });
    invitationsAre(newInvitation().row);
    expect((await resend(MAIL)).status).toBe(200);

    expect(writtenCount()).toMatchObject({
      Item: { mails: 4, purgeat: expect.any(Number) },
      condition: `lastmailat = ${mailCount.lastmailat} AND mails = 3`,
    });
  });

  test.each<[string, () => Promise<Awaited<ReturnType<typeof send>>>]>([
    ['resending', async () => {
      invitationsAre(newInvitation().row);
      return resend(MAIL);
    }],
    // The earlier invitation was revoked.
    ['inviting again', async () => create(undefined, MAIL)],
  ])('%s within five minutes is 429, and mails nothing', async (_, request) => {
    mailCount = count({ lastmailat: nowSeconds() - 240 });
    const { status, json, headers } = await request();

    expect(status).toBe(429);
    expect(headers!['content-type']).toBe('application/problem+json');
    expect(Number(headers!['retry-after'])).toBeGreaterThan(55);
    expect(Number(headers!['retry-after'])).toBeLessThanOrEqual(60);
    expect(json).toMatchObject({ title: 'Too Many Requests', status: 429, limit: { name: 'mailInterval', value: 300 } });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(ses.calls()).toHaveLength(0);
  });

  test('the sixth mail to an address is 429, whatever happened to its invitations', async () => {
    mailCount = count({ mails: 5, lastmailat: nowSeconds() - 20 * DAY, purgeat: nowSeconds() + 11 * DAY });
    const { status, json, headers } = await create(undefined, MAIL);

    expect(status).toBe(429);
    // Until the count expires.
    expect(Math.round(Number(headers!['retry-after']) / DAY)).toBe(11);
    expect(json.limit).toEqual({ name: 'mailsPerAddress', value: 5 });
    expect(ses.calls()).toHaveLength(0);
  });

  test('an expired count starts over, although DynamoDB has not deleted it', async () => {
    mailCount = count({ mails: 5, purgeat: nowSeconds() - 1 });
    expect((await create(undefined, MAIL)).status).toBe(201);
    expect(writtenCount()).toMatchObject({ Item: { mails: 1 }, condition: `lastmailat = ${mailCount.lastmailat} AND mails = 5` });
  });

  test('a tenant that has reached its limit of the day is told when the day ends', async () => {
    tenantIs(tenantRow({ mailday: today(), mails: 10 }));
    const { status, json, headers } = await create(undefined, MAIL);

    expect(status).toBe(429);
    expect(json).toMatchObject({ limit: { name: 'mailsPerTenantAndDay', value: 10 }, detail: expect.stringContaining('10 invitation emails today') });
    const end = Date.now() + Number(headers!['retry-after']) * 1000;
    expect(new Date(end + 500).toISOString()).toContain('T00:00:0');
    expect(ses.calls()).toHaveLength(0);
  });

  test('the count of yesterday does not apply today', async () => {
    tenantIs(tenantRow({ mailday: '2026-01-01', mails: 10 }));
    expect((await create(undefined, MAIL)).status).toBe(201);
    expect(written().tenants.set).toMatchObject({ mailday: today(), mails: 1 });
  });

  test('a request reads the count again after another request has changed it', async () => {
    dynamo.on(TransactWriteCommand)
      .callsFakeOnce(() => {
        mailCount = count({ lastmailat: nowSeconds() });
        throw cancelled(undefined, undefined, undefined, REFUSED);
      });
    expect((await create(undefined, MAIL)).json.limit).toEqual({ name: 'mailInterval', value: 300 });
    expect(ses.calls()).toHaveLength(0);
  });

  test('apply only to mails: an inviter who gets the codes can issue any number', async () => {
    mailCount = count({ mails: 5, lastmailat: nowSeconds() });
    tenantIs(tenantRow({ mailday: today(), mails: 10_000 }));
    expect((await create()).status).toBe(201);
    expect(writtenCount()).toBeUndefined();
    expect(written().tenants.set).toEqual({ invitationrevision: 1 });
  });
});

describe('POST resend', () => {
  test('creates a code with the same validity period, and the old code is no longer valid', async () => {
    const made = nowSeconds() - 2 * DAY;
    const { code, row } = newInvitation({ updatedat: new Date(made * 1000).toISOString(), expiresat: made + 3 * DAY });
    invitationsAre(row);

    const { status, json } = await resend();

    expect(status).toBe(200);
    expect(json.code).toMatch(CODE);
    expect(json.code).not.toBe(code);
    const { set, condition } = written().invitations;
    expect(condition).toBe('status = "pending"');
    expect(set.codehash).toBe(sha256(json.code));
    expect(Math.round((set.expiresat - nowSeconds()) / DAY)).toBe(3);
    expect(json).toMatchObject({ invitationId: INVITATION_ID, createdAt: row.createdat, expiresAt: new Date(set.expiresat * 1000).toISOString() });
  });

  test('makes the sender the inviter', async () => {
    invitationsAre(newInvitation({ invitedby: OTHER_USER_ID }).row);

    expect((await resend()).json.invitedBy).toBe(USER_ID);
    expect(written().invitations).toMatchObject({ Key: { tenantid: TENANT_ID, invitationid: INVITATION_ID }, set: { invitedby: USER_ID } });
    expect(written().invitations.remove).toBeUndefined();
  });

  test('mails the new code', async () => {
    invitationsAre(newInvitation().row);
    expect((await resend(MAIL)).json).not.toHaveProperty('code');
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
  });

  test('renews an expired invitation, unless the limit is reached or the person has another one', async () => {
    const over = newInvitation({ expiresat: nowSeconds() }).row;
    const others = ['1@x', '2@x', '3@x'].map((email, index) => newInvitation({ invitationid: String(index).repeat(32), email }).row);
    invitationsAre(over, ...others);
    expect((await resend()).json.limit).toEqual({ name: 'invitationsPerTenant', value: 3 });

    invitationsAre(over, newInvitation({ invitationid: OTHER_INVITATION_ID }).row);
    expect((await resend()).status).toBe(409);

    invitationsAre(over, ...others.slice(1));
    expect((await resend()).status).toBe(200);
  });

  test.each(['accepted', 'declined', 'revoked', undefined])('answers 404 for an invitation that is %s', async (status) => {
    dynamo.on(GetCommand, { TableName: 'invitations' }).resolves({ Item: status === undefined ? undefined : newInvitation({ status }).row });
    expect((await resend()).status).toBe(404);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test('answers 404 for an invitation that was answered in the meantime', async () => {
    invitationsAre(newInvitation().row);
    dynamo.on(TransactWriteCommand).rejects(cancelled(undefined, REFUSED, undefined));
    expect((await resend()).status).toBe(404);
  });
});

describe('DELETE invitation', () => {
  test('revokes a pending invitation if the caller is still an admin', async () => {
    expect((await revoke()).status).toBe(204);

    const { users, invitations } = written();
    expect(users).toMatchObject({ Key: { tenantid: TENANT_ID, userid: USER_ID }, condition: 'role = "admin"' });
    expect(invitations).toMatchObject({
      Key: { tenantid: TENANT_ID, invitationid: INVITATION_ID },
      set: { status: 'revoked' },
      condition: 'status = "pending"',
    });
    expect(Math.round((invitations.set.purgeat - nowSeconds()) / DAY)).toBe(2);
  });

  test.each([
    ['the caller is not an admin', 403, [REFUSED, undefined]],
    ['the invitation is not pending', 404, [undefined, REFUSED]],
  ])('is refused if %s at the time of the write', async (_, status, reasons) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(...reasons));
    expect((await revoke()).status).toBe(status);
  });
});

test('the log contains no code and no address', async () => {
  const { json: { code } } = await create();
  invitationsAre(newInvitation().row);
  const resent = await resend();
  await revoke();
  dynamo.onAnyCommand().rejects(Object.assign(new Error('AccessDenied'), { Item: newInvitation().row }));
  await create();

  expect(output.logs.length).toBeGreaterThanOrEqual(4);
  for (const secret of [EMAIL, code.split('.')[2], resent.json.code.split('.')[2], 'Smokers']) {
    expect(output.text).not.toContain(secret);
  }
});
