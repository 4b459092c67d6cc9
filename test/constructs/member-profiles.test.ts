import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import jsonata from 'jsonata';
import { APPLICATION_NAME, newApp, newParts, newStack, newUserPool, statementsOf } from './support';
import { MemberProfiles, PreTokenEnricher, Tenancy, TenantAdminApi, TenantCreationSaga } from '../../src';
import { profileDigest as statesDigest } from '../../src/constructs/private/saga/event';
import { profileDigest } from '../../src/contract/profile-digest';

function newProfiles(stack = newStack(), encryptionKey?: kms.IKey, userPool: cognito.IUserPool = newUserPool(stack, 'Pool')) {
  const saga = new TenantCreationSaga(stack, 'Saga', { applicationName: APPLICATION_NAME, ...newParts(stack), encryptionKey });
  const profiles = new MemberProfiles(stack, 'Profiles', { saga, userPool });
  return { stack, profiles, template: Template.fromStack(stack) };
}

test('events of changed users reach the function, and permanent failures reach the dead-letter queue of the saga', () => {
  const { template } = newProfiles();
  const queue = { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaDeadLetterQueue'), 'Arn'] };

  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'source': ['shop.user'], 'detail-type': ['changed'] },
    Targets: [{
      Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ProfilesHandler'), 'Arn'] },
      DeadLetterConfig: { Arn: queue },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    }],
  });
  const statements = Object.values<any>(template.findResources('AWS::SQS::QueuePolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  expect(statements.filter(({ Effect }) => Effect === 'Allow').map(({ Condition }) => Condition)).toContainEqual(
    { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^ProfilesRule/), 'Arn'] } } },
  );
  expect(JSON.stringify(statements)).not.toContain(':rule/*');
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ TENANCY_USER_POOL_ID: Match.anyValue(), TENANCY_USERS_TABLE_NAME: Match.anyValue() }) },
    DeadLetterConfig: { TargetArn: queue },
  });
});

test('the function can write only names and addresses', () => {
  const statements = statementsOf(newProfiles().template, 'ProfilesHandlerRole');
  const writes = statements.filter(({ Action }) => [Action].flat().some((action) => /^dynamodb:(?!BatchGet|Get|Query)/.test(action)));

  expect(writes).toEqual([expect.objectContaining({
    Action: 'dynamodb:UpdateItem',
    Condition: {
      'ForAllValues:StringEquals': {
        'dynamodb:Attributes': ['tenantid', 'userid', 'name', 'email', 'emailkey', 'profileat', 'changedby', 'profile', 'profilejoins', 'erasedat'],
      },
      'Null': { 'dynamodb:Attributes': 'false' },
      'StringEqualsIfExists': { 'dynamodb:ReturnValues': 'NONE' },
    },
  })]);
  expect(statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('cognito-idp:'))).toEqual(['cognito-idp:AdminGetUser']);
});

test('the function can use the key of the queue', () => {
  const stack = newStack();
  const statements = statementsOf(newProfiles(stack, new kms.Key(stack, 'Key')).template, 'ProfilesHandlerRole');

  expect(statements).toContainEqual(expect.objectContaining({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }));
});

test('the saga, the pool with its hooks, and MemberProfiles can be in three stacks, and then the queue accepts events from all rules of the account', () => {
  const app = newApp();
  const [first, second, third] = ['First', 'Second', 'Third'].map((id) => new Stack(app, id));
  const { tables, eventBus } = newParts(first);
  const saga = new TenantCreationSaga(first, 'Saga', { applicationName: APPLICATION_NAME, tables, eventBus, encryptionKey: new kms.Key(first, 'Key') });
  const adminApi = new TenantAdminApi(first, 'AdminApi', { tables, saga });
  const userPool = newUserPool(second, 'Pool');
  const memberProfiles = new MemberProfiles(third, 'Profiles', { saga, userPool });
  new PreTokenEnricher(second, 'PreToken', { applicationName: APPLICATION_NAME, adminApi, userPool, memberProfiles });

  expect(() => app.synth()).not.toThrow();
  expect(second.dependencies).toEqual([first]);
  expect(first.dependencies).toEqual([]);
  Template.fromStack(first).hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':events:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':rule/*']] } }, StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      })]),
    },
  });
});

test('refuses a pool in another Region', () => {
  const stack = new Stack(newApp(), 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });

  expect(() => newProfiles(stack, undefined, cognito.UserPool.fromUserPoolId(stack, 'Pool', 'us-east-1_Ab12Cd34E')))
    .toThrow('[Stack/Profiles] The user pool Stack/Pool must be in the Region eu-central-1, but was in us-east-1.');
});

describe('a tenancy', () => {
  const busesOf = (stack: Stack) => Object.values<any>(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
    .map(({ Properties }) => Properties.Environment?.Variables?.TENANCY_CHANGED_USERS_BUS_NAME).filter((name) => name !== undefined);

  test('lets the hook publish changed users, even if healing is off', () => {
    const stack = newStack();
    const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, healing: { enabled: false } });

    expect(tenancy.memberProfiles).toBeInstanceOf(MemberProfiles);
    expect(busesOf(stack)).toEqual([{ Ref: expect.stringContaining('EventBus') }]);
    expect(statementsOf(Template.fromStack(stack), 'PreTokenEnricherHandlerRole')).toContainEqual(expect.objectContaining({ Action: 'events:PutEvents' }));
  });

  test('does not update memberships if memberProfiles is off', () => {
    const stack = newStack();
    const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, memberProfiles: { enabled: false }, healing: { enabled: false } });

    expect(tenancy.memberProfiles).toBeUndefined();
    expect(busesOf(stack)).toEqual(['']);
    expect(statementsOf(Template.fromStack(stack), 'PreTokenEnricherHandlerRole')).not.toContainEqual(expect.objectContaining({ Action: 'events:PutEvents' }));
  });
});

test.each([
  ['ada', 'Ada Lovelace', 'ada@example.com'],
  ['5b6c1f0e-0d8b-4f9a-9a52-6b1d7a2f0c11', 'Žofia "Ünïcode" \\ 🦊', ''],
])('the saga creates the same digest of a profile as the functions: %s', async (userId, name, email) => {
  const expression = jsonata(statesDigest());
  expression.registerFunction('hash', (text: string) => createHash('sha256').update(text).digest('hex'), '<ss:s>');

  await expect(expression.evaluate({}, { userId, name, email })).resolves.toBe(profileDigest(userId, { name, email }));
});
