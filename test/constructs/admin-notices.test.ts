import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ses from 'aws-cdk-lib/aws-ses';
import { actionsOf, APPLICATION_NAME, leadingKeysAre, newStack, OBSERVABILITY_ACTIONS, shared, statementsOf } from './support';
import { Tenancy, type TenancyProps, TenantLifecycle } from '../../src';

const TENANT_ROWS = leadingKeysAre('${aws:PrincipalTag/tenantId}');
const DESCRIPTION = 'Notifies the admins of a tenant by email';
const PAGE = 'https://app.example.com/invitation';

function newTenancy(props: Partial<TenancyProps> = {}, stack = newStack()) {
  const identity = ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com');
  const tenancy = new Tenancy(stack, 'Tenancy', {
    applicationName: APPLICATION_NAME,
    invitations: { invitationPageUrl: PAGE, email: { identity, from: 'Shop <no-reply@example.com>', productName: 'Shop' } },
    ...props,
  });
  return { stack, tenancy, identity };
}

const withMail = shared(() => {
  const parts = newTenancy();
  return { ...parts, template: Template.fromStack(parts.stack) };
});

function environmentOf(stack: Stack): Record<string, unknown> | undefined {
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { Description: DESCRIPTION } }));
  return fn?.Properties.Environment.Variables;
}

test('closures and restorations reach the function, and permanent failures reach the dead-letter queue of the saga', () => {
  const { template } = withMail();
  const queue = { 'Fn::GetAtt': [Match.stringLikeRegexp('^TenancySagaDeadLetterQueue'), 'Arn'] };

  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'source': ['shop.tenant'], 'detail-type': ['closureScheduled', 'closureCancelled', 'exported'] },
    Targets: [{
      Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TenancyLifecycleAdminNoticesHandler'), 'Arn'] },
      DeadLetterConfig: { Arn: queue },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    }],
  });
  template.hasResourceProperties('AWS::Lambda::Function', { Description: DESCRIPTION, DeadLetterConfig: { TargetArn: queue } });
  const statements = Object.values<any>(template.findResources('AWS::SQS::QueuePolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  expect(statements.map(({ Condition }) => Condition)).toContainEqual(
    { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^TenancyLifecycleAdminNotices/), 'Arn'] } } },
  );
});

test('the function sends from the identity of the invitations, and reaches rows only in the session of a tenant', () => {
  const { stack, template, identity } = withMail();

  expect(actionsOf(template, 'LifecycleAdminNoticesHandler')).toEqual(
    [...OBSERVABILITY_ACTIONS, 'sqs:SendMessage', 'sts:AssumeRole', 'sts:TagSession', 'ses:SendEmail'].sort(),
  );
  expect(statementsOf(template, 'LifecycleAdminNoticesHandler')).toContainEqual(
    { Effect: 'Allow', Action: 'ses:SendEmail', Resource: stack.resolve(identity.emailIdentityArn) },
  );
  const rights = statementsOf(template, 'LifecycleAdminNoticesRole');
  expect(rights.map(({ Action, Condition }) => [Action, Condition])).toEqual([
    [['dynamodb:ConditionCheckItem', 'dynamodb:GetItem'], TENANT_ROWS], ['dynamodb:Query', TENANT_ROWS], [['dynamodb:GetItem', 'dynamodb:PutItem'], TENANT_ROWS],
  ]);
});

test('the environment has the sender, the product, and no page by default', () => {
  expect(environmentOf(withMail().stack)).toMatchObject({
    TENANCY_MAIL_FROM: 'Shop <no-reply@example.com>', TENANCY_PRODUCT_NAME: 'Shop', TENANCY_PAGE_URL: '', POWERTOOLS_SERVICE_NAME: 'shop',
  });
});

test('the page is the dashboard, or the one in the options', () => {
  expect(JSON.stringify(environmentOf(newTenancy({ dashboard: {} }).stack)!.TENANCY_PAGE_URL)).toContain('TenancyDashboardDistribution');
  const pageUrl = 'https://app.example.com/';
  expect(environmentOf(newTenancy({ dashboard: {}, lifecycle: { adminNotices: { pageUrl } } }).stack)!.TENANCY_PAGE_URL).toBe(pageUrl);
});

test.each<[string, Partial<TenancyProps>]>([
  ['invitations have no email', { invitations: {} }],
  ['invitations are off', { invitations: { enabled: false } }],
  ['change events are off', { changeEvents: { enabled: false } }],
  ['the option is off', { lifecycle: { adminNotices: { enabled: false } } }],
  ['the lifecycle is off', { lifecycle: { enabled: false } }],
])('there is no function if %s', (_, props) => {
  const { stack, tenancy } = newTenancy(props);

  expect(environmentOf(stack)).toBeUndefined();
  expect((tenancy.node.tryFindChild('Lifecycle') as TenantLifecycle | undefined)?.adminNoticesHandler).toBeUndefined();
});

test.each<[string, Partial<TenancyProps>, string]>([
  ['without emails', { invitations: {}, lifecycle: { adminNotices: { enabled: true } } },
    '[Stack/Tenancy/Lifecycle] adminNotices.enabled must come with invitations that are sent by email, but they are not.'],
  ['without change events', { changeEvents: { enabled: false }, lifecycle: { adminNotices: { enabled: true } } },
    '[Stack/Tenancy] lifecycle.adminNotices.enabled must come with changeEvents, but they are switched off.'],
  ['with another value than an object', { lifecycle: { adminNotices: false as never } }, '[Stack/Tenancy] lifecycle.adminNotices must be an object, but was false.'],
  ['with a page without https', { lifecycle: { adminNotices: { pageUrl: 'http://app.example.com/' } } },
    '[Stack/Tenancy/Lifecycle] adminNotices.pageUrl must be the https URL of a page, but was "http://app.example.com/".'],
])('are refused %s', (_, props, message) => {
  expect(() => newTenancy(props)).toThrow(message);
});

test('the role can use the keys of encrypted tables', () => {
  const stack = newStack();
  newTenancy({ encryptionKey: new kms.Key(stack, 'Key') }, stack);

  expect(actionsOf(Template.fromStack(stack), 'LifecycleAdminNoticesRole')).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:Encrypt']));
});
