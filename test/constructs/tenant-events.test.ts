import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { APPLICATION_NAME, newStack } from './support';
import { TenantEvents } from '../../src';
import { DETAIL_TYPE } from '../../src/contract/events';

type Method = Exclude<{ [Name in keyof TenantEvents]: Name extends `on${string}` ? Name : never }[keyof TenantEvents], never>;

const RULES: Record<Method, [source: string, detailType: string]> = {
  onUserSignedUp: ['shop.user', 'created'],
  onUserChanged: ['shop.user', 'changed'],
  onUserErased: ['shop.user', 'userErased'],
  onSessionsRevoked: ['shop.user', 'sessionsRevoked'],
  onTenantCreated: ['shop.tenant', 'created'],
  onAdminUserAdded: ['shop.tenant', 'adminUserAdded'],
  onTenantRenamed: ['shop.tenant', 'renamed'],
  onTenantSuspended: ['shop.tenant', 'suspended'],
  onTenantReactivated: ['shop.tenant', 'reactivated'],
  onTenantClosureScheduled: ['shop.tenant', 'closureScheduled'],
  onTenantExported: ['shop.tenant', 'exported'],
  onTenantClosureCancelled: ['shop.tenant', 'closureCancelled'],
  onTenantDeleted: ['shop.tenant', 'deleted'],
  onMemberAdded: ['shop.tenant', 'memberAdded'],
  onMemberRoleChanged: ['shop.tenant', 'memberRoleChanged'],
  onMemberProfileChanged: ['shop.tenant', 'memberProfileChanged'],
  onMemberRemoved: ['shop.tenant', 'memberRemoved'],
  onInvitationCreated: ['shop.tenant', 'invitationCreated'],
  onInvitationResent: ['shop.tenant', 'invitationResent'],
  onInvitationAccepted: ['shop.tenant', 'invitationAccepted'],
  onInvitationDeclined: ['shop.tenant', 'invitationDeclined'],
  onAuditRecorded: ['shop.tenant', 'auditRecorded'],
  onInvitationRevoked: ['shop.tenant', 'invitationRevoked'],
};
const METHODS = Object.entries(RULES) as Array<[Method, [string, string]]>;

function newEvents() {
  const stack = newStack();
  const eventBus = events.EventBus.fromEventBusName(stack, 'Imported', 'the-bus');
  return { stack, tenantEvents: new TenantEvents(stack, 'Events', { applicationName: APPLICATION_NAME, eventBus }) };
}

test.each(METHODS)('%s creates a rule for source and detail type %p, on the bus', (method, [source, detailType]) => {
  const { stack, tenantEvents } = newEvents();
  const target = new targets.SqsQueue(new sqs.Queue(stack, 'Queue'));

  expect(tenantEvents[method]('Rule', { target, description: 'Why' })).toBeInstanceOf(events.Rule);

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'the-bus',
    EventPattern: { 'source': [source], 'detail-type': [detailType] },
    Description: 'Why',
    Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] } })],
  });
});

test('every event has a method', () => {
  expect(METHODS.map(([, [, detailType]]) => detailType).sort()).toEqual([...Object.values(DETAIL_TYPE), 'created'].sort());
});

test('a target can be added to a rule later', () => {
  const { stack, tenantEvents } = newEvents();

  tenantEvents.onMemberAdded('Rule').addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'Queue')));

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', { Targets: Match.anyValue() });
});

test('a pattern restricts the events further', () => {
  const { stack, tenantEvents } = newEvents();

  tenantEvents.onMemberRoleChanged('Rule', { eventPattern: { detail: { role: ['admin'] } } });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'source': ['shop.tenant'], 'detail-type': ['memberRoleChanged'], 'detail': { role: ['admin'] } },
  });
});

test.each([['source', { source: ['other'] }], ['detailType', { detailType: ['other'] }]])('a pattern with its own %s is refused', (field, eventPattern) => {
  expect(() => newEvents().tenantEvents.onMemberAdded('Rule', { eventPattern }))
    .toThrow(`[Stack/Events] The pattern of Rule must restrict the events of shop.tenant, memberAdded further, but has its own ${field}. Remove`);
});

test('a rule can be in the stack of its target', () => {
  const { stack, tenantEvents } = newEvents();
  const other = new Stack(stack.node.root as never, 'Other');

  tenantEvents.onTenantCreated('Rule', { crossStackScope: other, target: new targets.SqsQueue(new sqs.Queue(other, 'Queue')) });

  Template.fromStack(other).resourceCountIs('AWS::Events::Rule', 1);
  Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 0);
});

test('an invalid application name is refused', () => {
  const stack = newStack();

  expect(() => new TenantEvents(stack, 'Events', { applicationName: 'Shop', eventBus: new events.EventBus(stack, 'Bus') }))
    .toThrow('[Stack/Events] applicationName must be');
});
