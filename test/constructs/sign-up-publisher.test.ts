import { Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { actionsOf, APPLICATION_NAME, newParts, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { SignUpPublisher } from '../../src';

test('is called by the pool after a confirmation', () => {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'Pool');
  const { handler } = new SignUpPublisher(stack, 'Publisher', { applicationName: APPLICATION_NAME, ...newParts(stack), userPool });

  const template = Template.fromStack(stack);
  const arn = stack.resolve(handler.functionArn);
  template.hasResourceProperties('AWS::Cognito::UserPool', { LambdaConfig: { PostConfirmation: arn } });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    FunctionName: arn,
    Principal: 'cognito-idp.amazonaws.com',
    SourceArn: stack.resolve(userPool.userPoolArn),
  });
});

test('can only put events on its bus', () => {
  const stack = newStack();
  const { eventBus } = newParts(stack);
  new SignUpPublisher(stack, 'Publisher', { applicationName: APPLICATION_NAME, eventBus });

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'Publisher')).toEqual(['events:PutEvents', ...OBSERVABILITY_ACTIONS]);
  expect(statementsOf(template, 'Publisher')).toContainEqual(
    expect.objectContaining({ Action: 'events:PutEvents', Resource: stack.resolve(eventBus.eventBusArn) }),
  );
});

test('can write the records of users, but no memberships, if people can be invited', () => {
  const stack = newStack();
  const { tables, eventBus } = newParts(stack);
  new SignUpPublisher(stack, 'Publisher', { applicationName: APPLICATION_NAME, eventBus, tables });

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'Publisher')).toEqual(['dynamodb:UpdateItem', 'events:PutEvents', ...OBSERVABILITY_ACTIONS]);
  expect(statementsOf(template, 'Publisher')).toContainEqual({
    Effect: 'Allow',
    Action: 'dynamodb:UpdateItem',
    Resource: stack.resolve(tables.users.tableArn),
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['@*'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } },
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TENANCY_USERS_TABLE_NAME: stack.resolve(tables.users.tableName) } },
  });
});

test('runs on Node.js 24 and ends before Cognito gives up', () => {
  const stack = newStack();
  const { eventBus } = newParts(stack);
  new SignUpPublisher(stack, 'Publisher', { applicationName: APPLICATION_NAME, eventBus });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Timeout: 5,
    Environment: { Variables: { TENANCY_APPLICATION_NAME: APPLICATION_NAME, TENANCY_EVENT_BUS_NAME: stack.resolve(eventBus.eventBusName), TENANCY_USERS_TABLE_NAME: '' } },
  });
});

test('says which trigger of an imported pool to set by hand', () => {
  const stack = newStack();
  const { eventBus } = newParts(stack);
  const userPool = cognito.UserPool.fromUserPoolId(stack, 'Imported', 'eu-north-1_abcdefgh1');
  new SignUpPublisher(stack, 'Publisher', { applicationName: APPLICATION_NAME, eventBus, userPool });

  Annotations.fromStack(stack).hasWarning('/Stack/Publisher', Match.stringLikeRegexp(
    'Set its postConfirmation trigger to the function Stack/Publisher/Handler by hand'));
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', { Principal: 'cognito-idp.amazonaws.com' });
});

test('refuses a pool that already has the trigger', () => {
  const stack = newStack();
  const { eventBus } = newParts(stack);
  const userPool = new cognito.UserPool(stack, 'Pool');
  userPool.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, new lambda.Function(stack, 'Theirs', {
    runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async (event) => event'),
  }));

  expect(() => new SignUpPublisher(stack, 'Publisher', { applicationName: APPLICATION_NAME, eventBus, userPool }))
    .toThrow('[Stack/Publisher] The user pool Stack/Pool must have no postConfirmation trigger, but already has one');
});

test.each(['', 'a', 'Shop', '1shop', 'my_shop', 'aws', 'shop.eu', 'x'.repeat(64)])('refuses the application name %p', (applicationName) => {
  const stack = newStack();
  const { eventBus } = newParts(stack);

  expect(() => new SignUpPublisher(stack, 'Publisher', { applicationName, eventBus }))
    .toThrow(`[Stack/Publisher] applicationName must be 2 to 63 lower-case letters, digits and hyphens, beginning with a letter, and not be "aws", but was "${applicationName}"`);
});

test('refuses an application name that is not known at synth', () => {
  const stack = newStack();
  const { eventBus } = newParts(stack);

  expect(() => new SignUpPublisher(stack, 'Publisher', { applicationName: Token.asString({ Ref: 'Name' }), eventBus }))
    .toThrow('[Stack/Publisher] applicationName must be known at synth');
});
