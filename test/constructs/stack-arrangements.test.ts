import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import { APPLICATION_NAME } from './support';
import { PreTokenEnricher, SignUpPublisher, Tenancy, TenantAdminApi, TenantApi, TenantAuthorizer, TenantCreationSaga, TenantTables } from '../../src';

const applicationName = APPLICATION_NAME;

let app: App;
beforeEach(() => {
  app = new App();
});

/** Synthesises everything. `Template.fromStack` also finds cycles within one stack, which synth does not. */
function synthesize(): void {
  app.synth();
  app.node.findAll().filter((node): node is Stack => node instanceof Stack).forEach((stack) => Template.fromStack(stack));
}

describe('works', () => {
  test('with everything in one stack', () => {
    new Tenancy(new Stack(app, 'One'), 'Tenancy', { applicationName });

    expect(synthesize).not.toThrow();
  });

  test('with the tables in another stack', () => {
    const tables = new TenantTables(new Stack(app, 'Data'), 'Tables');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, tables });

    expect(synthesize).not.toThrow();
  });

  test('with the bus in another stack', () => {
    const eventBus = new events.EventBus(new Stack(app, 'Events'), 'Bus');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, eventBus });

    expect(synthesize).not.toThrow();
  });

  test('with tables and bus in other stacks', () => {
    const tables = new TenantTables(new Stack(app, 'Data'), 'Tables');
    const eventBus = new events.EventBus(new Stack(app, 'Events'), 'Bus');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, tables, eventBus });

    expect(synthesize).not.toThrow();
  });

  test('with the encryption key in another stack', () => {
    const encryptionKey = new kms.Key(new Stack(app, 'Keys'), 'Key');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, encryptionKey });

    expect(synthesize).not.toThrow();
  });

  test('with everything in a nested stack', () => {
    new Tenancy(new NestedStack(new Stack(app, 'Parent'), 'Nested'), 'Tenancy', { applicationName });

    expect(synthesize).not.toThrow();
  });

  test('with the pool in a nested stack', () => {
    const parent = new Stack(app, 'Parent');
    const userPool = new cognito.UserPool(new NestedStack(parent, 'Nested'), 'Pool');
    new Tenancy(parent, 'Tenancy', { applicationName, userPool });

    expect(synthesize).not.toThrow();
  });

  test('with an imported pool', () => {
    const stack = new Stack(app, 'Main');
    const userPool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-north-1_abcdefgh1');
    new Tenancy(stack, 'Tenancy', { applicationName, userPool });

    expect(synthesize).not.toThrow();
  });

  test('in three layers of stacks', () => {
    const data = new Stack(app, 'Data');
    const tables = new TenantTables(data, 'Tables');
    const eventBus = new events.EventBus(data, 'Bus');
    new TenantCreationSaga(data, 'Saga', { applicationName, tables, eventBus });
    const adminApi = new TenantAdminApi(data, 'AdminApi', { tables });

    const identity = new Stack(app, 'Identity');
    const userPool = new cognito.UserPool(identity, 'Pool');
    const userPoolClients = [userPool.addClient('Web')];
    new SignUpPublisher(identity, 'SignUps', { applicationName, eventBus, userPool });
    new PreTokenEnricher(identity, 'Tokens', { applicationName, adminApi, eventBus, userPool });

    const web = new Stack(app, 'Web');
    const authorizer = new TenantAuthorizer(web, 'Authorizer', { userPool, userPoolClients });
    new TenantApi(web, 'Api', { tables, authorizer });

    expect(synthesize).not.toThrow();
  });
});

test('an API of the team in another stack, with an authorizer of its own, works', () => {
  const tenancy = new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName });
  const team = new Stack(app, 'Team');
  const { authorizer } = new TenantAuthorizer(team, 'Authorizer', {
    userPool: tenancy.userPool, userPoolClients: tenancy.userPoolClients,
  });
  const api = new apigateway.RestApi(team, 'Api', { cloudWatchRole: false });
  api.root.resourceForPath('/tenant/{tenantId}/orders').addMethod('GET', new apigateway.MockIntegration(), { authorizer });

  expect(synthesize).not.toThrow();
});

describe('is refused with the split that works', () => {
  const SPLIT = /\[[^\]]*Tenancy\] The user pool( client)? \S+ was expected in the stack \S+ or in a nested stack of it, but it is in \S+, .* three layers of stacks/;

  test('with the pool in another stack', () => {
    const userPool = new cognito.UserPool(new Stack(app, 'Identity'), 'Pool');

    expect(() => new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, userPool })).toThrow(SPLIT);
  });

  test('with the client in another stack than pool and tenancy', () => {
    const main = new Stack(app, 'Main');
    const userPool = new cognito.UserPool(main, 'Pool');
    const client = new cognito.UserPoolClient(new Stack(app, 'Clients'), 'Client', { userPool });

    expect(() => new Tenancy(main, 'Tenancy', { applicationName, userPool, userPoolClients: [client] })).toThrow(SPLIT);
  });

  test("with the tenancy in a nested stack of the pool's parent", () => {
    const parent = new Stack(app, 'Parent');
    const userPool = new cognito.UserPool(parent, 'Pool');

    expect(() => new Tenancy(new NestedStack(parent, 'Nested'), 'Tenancy', { applicationName, userPool })).toThrow(SPLIT);
  });
});
