import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ses from 'aws-cdk-lib/aws-ses';
import { actionsOf, leadingKeysAre, newStack, newUserPool, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { type InvitationEmail, TenantApi, TenantAuthorizer, TenantInvitations, type TenantInvitationsProps, TenantTables, type TenantTablesProps } from '../../src';

const STRING = dynamodb.AttributeType.STRING;
const PAGE = 'https://app.example.com/';
const TENANT_ROWS = leadingKeysAre('${aws:PrincipalTag/tenantId}');

function newParts(stack: Stack, tablesProps?: TenantTablesProps) {
  const tables = new TenantTables(stack, 'Tables', tablesProps);
  const userPool = newUserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')] });
  return { tables, userPool, api: new TenantApi(stack, 'TenantApi', { tables, authorizer }) };
}

function newInvitations(props: Partial<TenantInvitationsProps> = {}, stack = newStack()) {
  const parts = newParts(stack);
  return { stack, ...parts, invitations: new TenantInvitations(stack, 'Invitations', { ...parts, ...props }) };
}

function newTable(stack: Stack, props: Partial<dynamodb.TableProps> = {}) {
  return new dynamodb.Table(stack, 'Mine', {
    partitionKey: { name: 'tenantid', type: STRING }, sortKey: { name: 'invitationid', type: STRING }, ...props,
  });
}

function emailOf(stack: Stack) {
  const identity = new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') });
  return { identity, from: 'Shop <no-reply@example.com>', productName: 'Shop' };
}

function environmentOf(template: Template, description: string): Record<string, unknown> {
  const [fn] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Description: description } }));
  return fn.Properties.Environment.Variables;
}

const ISSUING = 'Shows, makes and revokes the invitations of a tenant for its admins';
const INVITED = 'Lets invited people into a tenant';

describe('the table', () => {
  const tableProperties = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table', {
    Properties: { KeySchema: [{ AttributeName: 'tenantid' }, { AttributeName: 'invitationid' }] },
  }))[0];

  test('is kept, protected and backed up, has a stream, and deletes old invitations', () => {
    expect(tableProperties(newInvitations().stack)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'purgeat', Enabled: true },
      },
    });
  });

  test('can be deleted with the stack', () => {
    const { stack } = newInvitations({ removalPolicy: RemovalPolicy.DESTROY });
    expect(tableProperties(stack)).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false } });
  });

  test('is encrypted with the given key, which both roles can use', () => {
    const stack = newStack();
    newInvitations({ encryptionKey: new kms.Key(stack, 'Key') }, stack);

    const template = Template.fromStack(stack);
    expect(tableProperties(stack).Properties.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    for (const role of ['InvitationsTenantRole', 'InvitationsInvitedHandler']) {
      expect(actionsOf(template, role)).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:Encrypt']));
    }
  });

  test('can be an existing table', () => {
    const stack = newStack();
    const table = newTable(stack);
    expect(newInvitations({ table }, stack).invitations.table).toBe(table);
    Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::Table', 3);
  });

  test('must have the keys of invitations', () => {
    const stack = newStack();
    expect(() => newInvitations({ table: newTable(stack, { sortKey: { name: 'id', type: STRING } }) }, stack))
      .toThrow('[Stack/Invitations] The invitations table Stack/Mine must have the keys tenantid (S), invitationid (S), but has tenantid (S), id (S)');
  });

  test.each<[string, (stack: Stack) => Partial<TenantInvitationsProps>]>([
    ['encryptionKey', (stack) => ({ encryptionKey: new kms.Key(stack, 'Key') })],
    ['removalPolicy', () => ({ removalPolicy: RemovalPolicy.RETAIN })],
    ['deletionProtection', () => ({ deletionProtection: false })],
  ])('cannot be configured with %s if it is passed', (name, props) => {
    const stack = newStack();
    expect(() => newInvitations({ table: newTable(stack), ...props(stack) }, stack))
      .toThrow(`[Stack/Invitations] ${name} is for the table that is created here and must be left out with table`);
  });
});

describe('the pool', () => {
  const synthWith = (userPoolOf: (stack: Stack) => cognito.IUserPool) => {
    const stack = newStack();
    newInvitations({ userPool: userPoolOf(stack) }, stack);
    return () => Template.fromStack(stack);
  };
  const FAULT = '[Stack/Invitations] userPool must verify the email addresses of people who sign up, but Stack/Other does not, so people could not accept invitations.';

  test.each<[string, cognito.UserPoolProps]>([
    ['leaves email addresses unverified', { autoVerify: { email: false } }],
    ['has phone numbers as sign-in alias', { signInAliases: { phone: true } }],
  ])('is refused if it %s', (_, props) => {
    expect(synthWith((stack) => newUserPool(stack, 'Other', props))).toThrow(FAULT);
  });

  test.each<[string, cognito.UserPoolProps]>([
    ['has phone numbers as sign-in alias and verifies email addresses too', { signInAliases: { phone: true }, autoVerify: { email: true, phone: true } }],
    ['lets only administrators create users', { selfSignUpEnabled: false, autoVerify: { email: false } }],
  ])('is accepted if it %s', (_, props) => {
    expect(synthWith((stack) => newUserPool(stack, 'Other', props))).not.toThrow();
  });

  test('can be imported, and is then not checked', () => {
    expect(synthWith((stack) => cognito.UserPool.fromUserPoolId(stack, 'Other', 'us-east-1_abc'))).not.toThrow();
  });
});

test('adds its routes to the API, with the authorizer', () => {
  const template = Template.fromStack(newInvitations().stack);

  const resources = template.findResources('AWS::ApiGateway::Resource');
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = resources[ref.Ref ?? ''];
    return resource ? `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}` : '';
  };
  const methods = Object.values(template.findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)} ${Properties.AuthorizationType}`);
  expect(methods).toEqual(expect.arrayContaining([
    'GET /tenant/{tenantId}/invitations CUSTOM',
    'POST /tenant/{tenantId}/invitations CUSTOM',
    'DELETE /tenant/{tenantId}/invitations/{invitationId} CUSTOM',
    'POST /tenant/{tenantId}/invitations/{invitationId}/resend CUSTOM',
    'POST /tenants/{userId}/invitations/preview CUSTOM',
    'POST /tenants/{userId}/invitations/accept CUSTOM',
    'POST /tenants/{userId}/invitations/decline CUSTOM',
  ]));
});

describe('rights', () => {
  test('of the inviting function are restricted to the rows of the tenant', () => {
    const { stack, tables, invitations } = newInvitations();

    const template = Template.fromStack(stack);
    expect(actionsOf(template, 'InvitationsHandler')).toEqual([...OBSERVABILITY_ACTIONS, 'sts:AssumeRole', 'sts:TagSession'].sort());
    expect(statementsOf(template, 'InvitationsTenantRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
        Resource: stack.resolve(invitations.table.tableArn),
        Condition: TENANT_ROWS,
      },
      { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], Resource: stack.resolve(tables.tenants.tableArn), Condition: TENANT_ROWS },
      { Effect: 'Allow', Action: ['dynamodb:ConditionCheckItem', 'dynamodb:Query'], Resource: stack.resolve(tables.users.tableArn), Condition: TENANT_ROWS },
    ]);
  });

  test('belong only to the two functions and the tenant role of one of them', () => {
    const roles = Object.keys(Template.fromStack(newInvitations().stack).findResources('AWS::IAM::Role'));
    expect(roles.filter((id) => id.startsWith('Invitations')).map((id) => id.slice(0, -8)).sort())
      .toEqual(['InvitationsHandlerRole', 'InvitationsInvitedHandlerRole', 'InvitationsTenantRole']);
  });

  test('of the accepting function are to add members, and to read a user from the pool', () => {
    const { stack, tables, userPool, invitations } = newInvitations();

    const actions: Record<string, string[]> = {};
    for (const { Action, Resource } of statementsOf(Template.fromStack(stack), 'InvitationsInvitedHandler')) {
      const key = JSON.stringify(Resource);
      actions[key] = [...actions[key] ?? [], ...[Action].flat()].sort();
    }
    const on = (arn: string) => actions[JSON.stringify(stack.resolve(arn))];
    expect(on(invitations.table.tableArn)).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    expect(on(tables.tenants.tableArn)).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem']);
    expect(on(tables.users.tableArn)).toEqual([
      'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
    ]);
    expect(on(`${tables.users.tableArn}/index/user-index`)).toEqual(['dynamodb:Query']);
    expect(on(userPool.userPoolArn)).toEqual(['cognito-idp:AdminGetUser']);
  });

  test('to send mail exist only if mail is sent, and only for the identity', () => {
    expect(JSON.stringify(Template.fromStack(newInvitations().stack))).not.toContain('ses:');

    const stack = newStack();
    const email = emailOf(stack);
    newInvitations({ email, invitationPageUrl: PAGE }, stack);
    const template = Template.fromStack(stack);
    expect(statementsOf(template, 'InvitationsHandler').filter(({ Action }) => [Action].flat().some((action) => action.startsWith('ses:')))).toEqual([
      { Effect: 'Allow', Action: 'ses:SendEmail', Resource: stack.resolve(email.identity.emailIdentityArn) },
    ]);
    expect(actionsOf(template, 'InvitationsInvitedHandler').filter((action) => action.startsWith('ses:'))).toEqual([]);
  });

  test('to invite can be granted to the operators\' function', () => {
    const stack = newStack();
    const email = emailOf(stack);
    const { invitations } = newInvitations({ email, invitationPageUrl: PAGE }, stack);
    const operators = new lambda.Function(stack, 'Operators', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    invitations._grantInvite(operators);

    const template = Template.fromStack(stack);
    expect(actionsOf(template, 'Operators')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'ses:SendEmail']);
    const issuing = environmentOf(template, ISSUING);
    const [{ Properties }] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Runtime: 'nodejs22.x' } }));
    expect(issuing).toMatchObject(Properties.Environment.Variables);
  });

  test('include the keys of encrypted tables', () => {
    const stack = newStack();
    const parts = newParts(stack, { encryptionKey: new kms.Key(stack, 'Key') });
    new TenantInvitations(stack, 'Invitations', parts);

    const template = Template.fromStack(stack);
    for (const role of ['InvitationsTenantRole', 'InvitationsInvitedHandler']) {
      expect(actionsOf(template, role)).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:Encrypt']));
    }
  });
});

describe('the environment of the functions', () => {
  test('has defaults: a week, 100 invitations, no page, no mail', () => {
    const template = Template.fromStack(newInvitations().stack);
    expect(environmentOf(template, ISSUING)).toMatchObject({
      TENANCY_INVITATION_DAYS: '7',
      TENANCY_MAX_INVITATIONS_PER_TENANT: '100',
      TENANCY_INVITATION_URL: '',
      TENANCY_MAX_MAILS: '200',
      TENANCY_MAIL_FROM: '',
      TENANCY_PRODUCT_NAME: '',
      TENANCY_ROLES: 'admin,member',
      POWERTOOLS_SERVICE_NAME: 'tenant-invitations',
    });
    expect(environmentOf(template, INVITED)).toMatchObject({ TENANCY_MAX_MEMBERS_PER_TENANT: '10000', TENANCY_MAX_TENANTS_PER_USER: '10' });
  });

  test('contains the given settings', () => {
    const stack = newStack();
    newInvitations({
      expiration: Duration.hours(48),
      limits: { invitationsPerTenant: 5, membersPerTenant: 6, tenantsPerUser: 7 },
      roles: ['auditor'],
      invitationPageUrl: PAGE,
      email: emailOf(stack),
      mailsPerTenantAndDay: 50,
      serviceName: 'shop',
    }, stack);

    const template = Template.fromStack(stack);
    expect(environmentOf(template, ISSUING)).toMatchObject({
      TENANCY_INVITATION_DAYS: '2',
      TENANCY_MAX_INVITATIONS_PER_TENANT: '5',
      TENANCY_INVITATION_URL: PAGE,
      TENANCY_MAX_MAILS: '50',
      TENANCY_MAIL_FROM: 'Shop <no-reply@example.com>',
      TENANCY_PRODUCT_NAME: 'Shop',
      TENANCY_ROLES: 'admin,member,auditor',
      POWERTOOLS_SERVICE_NAME: 'shop',
    });
    expect(environmentOf(template, INVITED)).toMatchObject({ TENANCY_MAX_MEMBERS_PER_TENANT: '6', TENANCY_MAX_TENANTS_PER_USER: '7', POWERTOOLS_SERVICE_NAME: 'shop' });
  });

  test('can be known only at deploy time', () => {
    expect(() => newInvitations({ invitationPageUrl: Token.asString({ Ref: 'Page' }) })).not.toThrow();
  });
});

describe('refuses', () => {
  test.each([Duration.days(0), Duration.days(31), Duration.hours(36), Duration.minutes(5)])('a validity of %s', (expiration) => {
    expect(() => newInvitations({ expiration })).toThrow('[Stack/Invitations] expiration must be 1 to 30 whole days, but was');
  });

  test.each(['app.example.com', '/invitation', 'http://app.example.com/', 'https://app.example.com/#/invitation', 'javascript:alert(1)'])('the page %s', (invitationPageUrl) => {
    expect(() => newInvitations({ invitationPageUrl })).toThrow('[Stack/Invitations] invitationPageUrl must be the https URL of a page');
  });

  test('no page on localhost', () => {
    expect(() => newInvitations({ invitationPageUrl: 'http://localhost:5173/' })).not.toThrow();
  });

  test.each([0, 1.5, 10_001, -1, Infinity])('%s mails per day', (mailsPerTenantAndDay) => {
    const stack = newStack();
    expect(() => newInvitations({ email: emailOf(stack), invitationPageUrl: PAGE, mailsPerTenantAndDay }, stack))
      .toThrow('[Stack/Invitations] mailsPerTenantAndDay must be a whole number from 1 to 10000, but was');
  });

  test('a limit of mails if no mail is sent', () => {
    expect(() => newInvitations({ mailsPerTenantAndDay: 5 })).toThrow('[Stack/Invitations] mailsPerTenantAndDay must come with email, but email is missing');
  });

  test('mail without a page', () => {
    const stack = newStack();
    expect(() => newInvitations({ email: emailOf(stack) }, stack)).toThrow('[Stack/Invitations] email must come with invitationPageUrl');
  });

  test.each<[string, Partial<InvitationEmail>, string]>([
    ['from nobody', { from: '' }, 'email.from must be an address'],
    ['from a name', { from: 'Shop' }, 'email.from must be an address'],
    ['from a name beyond ASCII', { from: 'Bäckerei <no-reply@example.com>' }, 'email.from must be an address'],
    ['from two', { from: 'a@example.com, b@example.com' }, 'email.from must be an address'],
    ['with another header', { from: 'Shop\r\nBcc: <b@example.com>' }, 'email.from must be an address'],
    ['of no product', { productName: ' ' }, 'email.productName must be the name of the product, but was empty.'],
  ])('mail %s', (_, changes, message) => {
    const stack = newStack();
    expect(() => newInvitations({ invitationPageUrl: PAGE, email: { ...emailOf(stack), ...changes } }, stack)).toThrow(`[Stack/Invitations] ${message}`);
  });

  test('a limit out of range, and an invalid role', () => {
    expect(() => newInvitations({ limits: { invitationsPerTenant: 1_001 } })).toThrow('limits.invitationsPerTenant must be a whole number from 1 to 1000');
    expect(() => newInvitations({ roles: ['Auditor'] })).toThrow('A role must be');
  });

  test('an API in another stack', () => {
    const stack = newStack();
    const parts = newParts(stack);
    const other = new Stack(stack.node.root as never, 'Other');
    expect(() => new TenantInvitations(other, 'Invitations', parts)).toThrow('[Other/Invitations] The API Stack/TenantApi must be in the stack of this construct, but was in Stack');
  });
});

test.each([1, 10_000])('accepts %s mails per day', (mailsPerTenantAndDay) => {
  const stack = newStack();
  expect(() => newInvitations({ email: emailOf(stack), invitationPageUrl: PAGE, mailsPerTenantAndDay }, stack)).not.toThrow();
});
