import { type App, type Environment, Fn, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import {
  PreTokenEnricher, SignUpPublisher, Tenancy, TenantAdminApi, TenantApi, TenantAuthorizer, AdditionalTenants, TenantDashboard, TenantInvitations,
  UserSessions,
} from '../../../../src';
import { APPLICATION_NAME, newApp, newParts, newUserPool } from '../../support';

const applicationName = APPLICATION_NAME;
const HERE: Environment = { account: '111111111111', region: 'eu-central-1' };

type AddToStack = (stack: Stack, userPool: cognito.IUserPool) => Construct;

function addApi(stack: Stack, userPool: cognito.IUserPool) {
  const { tables } = newParts(stack);
  const userPoolClients = [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'client')];
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients });
  return { tables, userPool, userPoolClient: userPoolClients[0], api: new TenantApi(stack, 'Api', { tables, authorizer }) };
}

/** The constructs whose functions the pool calls, or that read users from the pool. */
const IN_POOL_ENVIRONMENT: Readonly<Record<string, AddToStack>> = {
  Tenancy: (stack, userPool) => new Tenancy(stack, 'Subject', {
    applicationName, userPool, userPoolClients: [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'client')],
  }),
  SignUpPublisher: (stack, userPool) => new SignUpPublisher(stack, 'Subject', { applicationName, userPool, eventBus: newParts(stack).eventBus }),
  PreTokenEnricher: (stack, userPool) => new PreTokenEnricher(stack, 'Subject', {
    applicationName, userPool, adminApi: new TenantAdminApi(stack, 'AdminApi', { tables: newParts(stack).tables }),
  }),
  AdditionalTenants: (stack, userPool) => new AdditionalTenants(stack, 'Subject', { applicationName, ...addApi(stack, userPool) }),
  UserSessions: (stack, userPool) => new UserSessions(stack, 'Subject', addApi(stack, userPool)),
  TenantInvitations: (stack, userPool) => new TenantInvitations(stack, 'Subject', addApi(stack, userPool)),
};

let app: App;
let stack: Stack;
beforeEach(() => {
  app = newApp();
  stack = new Stack(app, 'Stack', { env: HERE });
});

const poolByArn = (account: string, region: string) =>
  cognito.UserPool.fromUserPoolArn(stack, 'Pool', `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_abcdefgh1`);

describe.each(Object.entries(IN_POOL_ENVIRONMENT))('%s', (_, addTo) => {
  test('accepts a pool in the same account and Region', () => {
    expect(() => addTo(stack, poolByArn(HERE.account!, HERE.region!))).not.toThrow();
  });

  test('rejects an imported pool of another Region', () => {
    expect(() => addTo(stack, poolByArn(HERE.account!, 'us-east-1')))
      .toThrow('[Stack/Subject] The user pool Stack/Pool must be in the Region eu-central-1, but was in us-east-1.');
  });

  test('rejects an imported pool of another account', () => {
    expect(() => addTo(stack, poolByArn('222222222222', HERE.region!)))
      .toThrow('[Stack/Subject] The user pool Stack/Pool must be in the account 111111111111, but was in 222222222222.');
  });

  test('rejects a pool whose id names another Region', () => {
    expect(() => addTo(stack, cognito.UserPool.fromUserPoolId(stack, 'Pool', 'us-east-1_abcdefgh1'))).toThrow('must be in the Region eu-central-1');
  });

  test('rejects a pool that this app creates in another Region', () => {
    const elsewhere = new Stack(app, 'Identity', { env: { ...HERE, region: 'us-east-1' }, crossRegionReferences: true });

    expect(() => addTo(stack, newUserPool(elsewhere, 'Pool')))
      .toThrow('[Stack/Subject] The user pool Identity/Pool must be in the Region eu-central-1, but was in us-east-1.');
  });

  test('accepts a pool whose account and Region are not known at synth', () => {
    expect(() => addTo(stack, cognito.UserPool.fromUserPoolArn(stack, 'Pool', Fn.importValue('UserPoolArn')))).not.toThrow();
  });

  test('accepts any pool if its own account and Region are not known at synth', () => {
    stack = new Stack(app, 'Anywhere');

    expect(() => addTo(stack, poolByArn('222222222222', 'us-east-1'))).not.toThrow();
  });
});

test('an authorizer, an API and a dashboard accept a pool elsewhere, because they need only its keys and its address', () => {
  const { api, userPool, userPoolClient } = addApi(stack, poolByArn('222222222222', 'us-east-1'));
  new TenantDashboard(stack, 'Dashboard', { api, userPool, userPoolClient });

  expect(() => app.synth()).not.toThrow();
});
