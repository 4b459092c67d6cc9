import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { actionsOf, APPLICATION_NAME, newParts, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { LookupFailure, PreTokenEnricher, type PreTokenEnricherProps, PreTokenEventVersion, TenantAdminApi } from '../../src';

function newEnricher(stack: Stack, props: Partial<PreTokenEnricherProps> = {}) {
  const { tables, eventBus } = newParts(stack);
  const adminApi = new TenantAdminApi(stack, 'AdminApi', { tables });
  return { adminApi, eventBus, enricher: new PreTokenEnricher(stack, 'Enricher', { applicationName: APPLICATION_NAME, adminApi, eventBus, ...props }) };
}

function theirFunction(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Theirs', {
    runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async (event) => event'),
  });
}

test('enriches both tokens by default', () => {
  const stack = newStack();
  const { enricher } = newEnricher(stack, { userPool: new cognito.UserPool(stack, 'Pool') });

  Template.fromStack(stack).hasResourceProperties('AWS::Cognito::UserPool', {
    LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: stack.resolve(enricher.handler.functionArn), LambdaVersion: 'V2_0' } },
  });
});

test('enriches the ID token only with version V1_0', () => {
  const stack = newStack();
  const { enricher } = newEnricher(stack, { userPool: new cognito.UserPool(stack, 'Pool'), eventVersion: PreTokenEventVersion.V1_0 });

  Template.fromStack(stack).hasResourceProperties('AWS::Cognito::UserPool', {
    LambdaConfig: { PreTokenGeneration: stack.resolve(enricher.handler.functionArn), PreTokenGenerationConfig: Match.absent() },
  });
});

test('can only call the admin API and put events on the bus', () => {
  const stack = newStack();
  const { adminApi, eventBus } = newEnricher(stack);

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'Enricher')).toEqual(['events:PutEvents', 'execute-api:Invoke', ...OBSERVABILITY_ACTIONS]);
  expect(statementsOf(template, 'Enricher')).toEqual(expect.arrayContaining([
    expect.objectContaining({
      Action: 'execute-api:Invoke',
      Resource: stack.resolve(adminApi.restApi.arnForExecuteApi('GET', '/tenants/*', adminApi.restApi.deploymentStage.stageName)),
    }),
    expect.objectContaining({ Action: 'events:PutEvents', Resource: stack.resolve(eventBus.eventBusArn) }),
  ]));
});

test('publishes no users without a bus, and has no right to', () => {
  const stack = newStack();
  newEnricher(stack, { eventBus: undefined });

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'Enricher')).toEqual(['execute-api:Invoke', ...OBSERVABILITY_ACTIONS]);
  template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_EVENT_BUS_NAME: '' } } });
});

test.each([
  [undefined, 'deny'],
  [LookupFailure.DENY, 'deny'],
  [LookupFailure.OMIT_CLAIMS, 'omit-claims'],
])('reacts to a failed lookup as configured: %p', (onLookupFailure, expected) => {
  const stack = newStack();
  newEnricher(stack, { onLookupFailure });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { TENANCY_LOOKUP_FAILURE: expected } } });
});

test.each([
  ['V1_0', PreTokenEventVersion.V2_0, (pool: cognito.UserPool, fn: lambda.Function) => pool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION, fn)],
  ['V2_0', PreTokenEventVersion.V1_0, (pool: cognito.UserPool, fn: lambda.Function) => pool.addTrigger(
    cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, fn, cognito.LambdaVersion.V2_0)],
])('refuses a pool that calls another function in version %s', (_, eventVersion, addTrigger) => {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'Pool');
  addTrigger(userPool, theirFunction(stack));

  expect(() => newEnricher(stack, { userPool, eventVersion })).toThrow(/\[Stack\/Enricher\] The user pool Stack\/Pool must have no preToken\w+ trigger, but already has one/);
});

test('refuses another trigger function that is added later', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const userPool = new cognito.UserPool(stack, 'Pool');
  newEnricher(stack, { userPool });
  userPool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION, theirFunction(stack));

  expect(() => app.synth()).toThrow('[Stack/Enricher] The user pool Stack/Pool has a V1_0 and a V2_0 pre-token trigger');
});

test('refuses version V2_0 for a pool on the Lite plan', () => {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'Pool', { featurePlan: cognito.FeaturePlan.LITE });

  expect(() => newEnricher(stack, { userPool })).toThrow('[Stack/Enricher] The user pool Stack/Pool must be on the Essentials or Plus plan');
});
