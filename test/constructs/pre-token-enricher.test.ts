import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { actionsOf, APPLICATION_NAME, newParts, newStack, OBSERVABILITY_ACTIONS, statementsOf } from './support';
import { LookupFailure, PreTokenEnricher, type PreTokenEnricherProps, PreTokenEventVersion, TenantAdminApi, TenantLookup } from '../../src';

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
  const { adminApi, eventBus } = newEnricher(stack, { lookup: TenantLookup.ADMIN_API });

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'Enricher')).toEqual(['events:PutEvents', 'execute-api:Invoke', ...OBSERVABILITY_ACTIONS]);
  expect(statementsOf(template, 'Enricher')).toEqual(expect.arrayContaining([
    expect.objectContaining({
      Action: 'execute-api:Invoke',
      // Without a reference to the stage, which needs all functions of the API.
      Resource: stack.resolve(adminApi.restApi.arnForExecuteApi('GET', '/tenants/*', 'prod')),
    }),
    expect.objectContaining({ Action: 'events:PutEvents', Resource: stack.resolve(eventBus.eventBusArn) }),
  ]));
});

describe('the lookup', () => {
  const variablesOf = (stack: Stack) => Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
    .find(([id]) => /^EnricherHandler/.test(id))![1].Properties.Environment.Variables;
  const importedApi = (stack: Stack, lookUpFunctionArn?: string) =>
    TenantAdminApi.fromTenantAdminApiAttributes(stack, 'Imported', { restApiId: 'a1b2c3d4e5', lookUpFunctionArn });
  const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:Shop-LookUp_1';

  test.each([undefined, TenantLookup.DIRECT])('invokes the function that looks up one user, and can invoke no other: %s', (lookup) => {
    const stack = newStack();
    const { adminApi, eventBus } = newEnricher(stack, { lookup });

    const template = Template.fromStack(stack);
    expect(actionsOf(template, 'Enricher')).toEqual(['events:PutEvents', 'lambda:InvokeFunction', ...OBSERVABILITY_ACTIONS]);
    const handler = stack.resolve(adminApi.lookUpHandler!.functionArn);
    expect(statementsOf(template, 'Enricher')).toEqual(expect.arrayContaining([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: handler },
      expect.objectContaining({ Action: 'events:PutEvents', Resource: stack.resolve(eventBus.eventBusArn) }),
    ]));
    expect(variablesOf(stack)).toMatchObject({
      TENANCY_LOOKUP: 'direct',
      TENANCY_LOOKUP_URL: {
        'Fn::Join': ['', [
          'https://lambda.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/2015-03-31/functions/',
          { 'Fn::Select': [6, { 'Fn::Split': [':', handler] }] }, '/invocations',
        ]],
      },
    });
  });

  test('sends requests to the admin API, and adds no function', () => {
    const stack = newStack();
    newEnricher(stack, { lookup: TenantLookup.ADMIN_API });
    expect(variablesOf(stack)).toMatchObject({ TENANCY_LOOKUP: 'admin-api', TENANCY_LOOKUP_URL: { 'Fn::Join': expect.anything() } });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function')).filter((id) => id.includes('LookUp'))).toEqual([]);
  });

  test.each([['aws', 'eu-west-1'], ['aws-cn', 'cn-north-1'], ['aws-us-gov', 'us-gov-west-1']])(
    'calls Lambda in the partition %s', (partition, region) => {
      const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region } });
      newEnricher(stack, { adminApi: importedApi(stack, ARN.replace('arn:aws:lambda:eu-west-1', `arn:${partition}:lambda:${region}`)) });
      expect(stack.resolve(variablesOf(stack).TENANCY_LOOKUP_URL)).toEqual({
        'Fn::Join': ['', [`https://lambda.${region}.`, { Ref: 'AWS::URLSuffix' }, '/2015-03-31/functions/Shop-LookUp_1/invocations']],
      });
    },
  );

  test('of an imported API invokes the function that is imported with it', () => {
    const stack = newStack();
    newEnricher(stack, { adminApi: importedApi(stack, ARN) });
    expect(statementsOf(Template.fromStack(stack), 'Enricher')).toContainEqual({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ARN });
  });

  test('of an imported API without a function sends requests to it', () => {
    const stack = newStack();
    newEnricher(stack, { adminApi: importedApi(stack) });
    expect(variablesOf(stack)).toMatchObject({ TENANCY_LOOKUP: 'admin-api' });
  });

  test('cannot be direct for an imported API without a function', () => {
    const stack = newStack();
    expect(() => newEnricher(stack, { adminApi: importedApi(stack), lookup: TenantLookup.DIRECT })).toThrow(
      '[Stack/Enricher] adminApi must have a look-up function for TenantLookup.DIRECT, but Stack/Imported was imported without one. '
      + 'Pass lookUpFunctionArn to fromTenantAdminApiAttributes, or set lookup: TenantLookup.ADMIN_API.',
    );
  });

  test.each([TenantLookup.DIRECT, TenantLookup.ADMIN_API])('works from another stack than that of the API, which does not depend on it: %s', (lookup) => {
    const app = new App();
    const apiStack = new Stack(app, 'Apis');
    const poolStack = new Stack(app, 'Pool');
    const { tables } = newParts(apiStack);
    const adminApi = new TenantAdminApi(apiStack, 'AdminApi', { tables });
    new PreTokenEnricher(poolStack, 'Enricher', {
      applicationName: APPLICATION_NAME, adminApi, lookup, userPool: new cognito.UserPool(poolStack, 'UserPool'),
    });

    app.synth();

    expect(poolStack.dependencies).toEqual([apiStack]);
    expect(apiStack.dependencies).toEqual([]);
    const functions = Template.fromStack(apiStack).findResources('AWS::Lambda::Function');
    expect(Object.keys(functions).filter((id) => id.startsWith('AdminApiLookUpHandler'))).toHaveLength(lookup === TenantLookup.DIRECT ? 1 : 0);
  });
});

test('publishes no users without a bus, and has no right to', () => {
  const stack = newStack();
  newEnricher(stack, { eventBus: undefined });

  const template = Template.fromStack(stack);
  expect(actionsOf(template, 'Enricher')).toEqual(['lambda:InvokeFunction', ...OBSERVABILITY_ACTIONS]);
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
