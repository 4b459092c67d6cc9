import { type App, Aws, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  PreTokenEnricher, SignUpPublisher, Tenancy, TenantAdminApi, TenantApi, TenantAuthorizer, TenantCreationSaga, TenantDashboard, TenantTables,
} from '../../../../src';
import { APPLICATION_NAME, newApp, newUserPool } from '../../support';

const applicationName = APPLICATION_NAME;

let app: App;
beforeEach(() => {
  app = newApp();
});

/** Synthesizes everything. Unlike synth, `Template.fromStack` also finds cycles within one stack. */
function synthesize(): void {
  app.synth();
  app.node.findAll().filter((node): node is Stack => node instanceof Stack).forEach((stack) => Template.fromStack(stack));
}

describe.each([
  ['without a dashboard', undefined],
  ['with a dashboard', {}],
])('%s, works', (_, dashboard) => {
  test('with everything in one stack', () => {
    new Tenancy(new Stack(app, 'One'), 'Tenancy', { applicationName, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with the tables in another stack', () => {
    const tables = new TenantTables(new Stack(app, 'Data'), 'Tables');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, tables, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with the bus in another stack', () => {
    const eventBus = new events.EventBus(new Stack(app, 'Events'), 'Bus');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, eventBus, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with tables and bus in other stacks', () => {
    const tables = new TenantTables(new Stack(app, 'Data'), 'Tables');
    const eventBus = new events.EventBus(new Stack(app, 'Events'), 'Bus');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, tables, eventBus, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with the encryption key in another stack', () => {
    const encryptionKey = new kms.Key(new Stack(app, 'Keys'), 'Key');
    new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, encryptionKey, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with everything in a nested stack', () => {
    new Tenancy(new NestedStack(new Stack(app, 'Parent'), 'Nested'), 'Tenancy', { applicationName, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with the pool in a nested stack', () => {
    const parent = new Stack(app, 'Parent');
    const userPool = newUserPool(new NestedStack(parent, 'Nested'), 'Pool');
    new Tenancy(parent, 'Tenancy', { applicationName, userPool, dashboard });

    expect(synthesize).not.toThrow();
  });

  test('with an imported pool', () => {
    const stack = new Stack(app, 'Main');
    const userPool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-north-1_abcdefgh1');
    new Tenancy(stack, 'Tenancy', { applicationName, userPool, dashboard });

    expect(synthesize).not.toThrow();
  });
});

test('three layers of stacks work', () => {
  const data = new Stack(app, 'Data');
  const tables = new TenantTables(data, 'Tables');
  const eventBus = new events.EventBus(data, 'Bus');
  new TenantCreationSaga(data, 'Saga', { applicationName, tables, eventBus });
  const adminApi = new TenantAdminApi(data, 'AdminApi', { tables });

  const identity = new Stack(app, 'Identity');
  const userPool = newUserPool(identity, 'Pool');
  const userPoolClients = [userPool.addClient('Web')];
  new SignUpPublisher(identity, 'SignUps', { applicationName, eventBus, userPool });
  new PreTokenEnricher(identity, 'Tokens', { applicationName, adminApi, eventBus, userPool });

  const web = new Stack(app, 'Web');
  const authorizer = new TenantAuthorizer(web, 'Authorizer', { userPool, userPoolClients, tables });
  const api = new TenantApi(web, 'Api', { tables, authorizer });
  new TenantDashboard(web, 'Dashboard', { api, userPool, userPoolClient: userPoolClients[0] });

  expect(synthesize).not.toThrow();
});

describe("an application's own API", () => {
  const newTenancy = () => new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName });

  function addApi(scope: Stack, authorizer: TenantAuthorizer): void {
    const api = new apigateway.RestApi(scope, 'Api', { cloudWatchRole: false });
    api.root.resourceForPath('/tenant/{tenantId}/orders').addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(api) });
  }

  test('works in another stack, behind an authorizer of that stack', () => {
    const { userPool, userPoolClients, tables } = newTenancy();
    const team = new Stack(app, 'Team');
    addApi(team, new TenantAuthorizer(team, 'Authorizer', { userPool, userPoolClients, tables }));

    expect(synthesize).not.toThrow();
  });

  test('works in another stack, behind the authorizer of the tenancy', () => {
    addApi(new Stack(app, 'Team'), newTenancy().authorizer);

    expect(synthesize).not.toThrow();
  });

  test('works in a nested stack, behind the authorizer of the tenancy', () => {
    const { authorizer } = newTenancy();
    addApi(new NestedStack(Stack.of(authorizer), 'Team'), authorizer);

    expect(synthesize).not.toThrow();
  });

  test('works in the stack that a nested stack with the tenancy is in', () => {
    const main = new Stack(app, 'Main');
    const { authorizer } = new Tenancy(new NestedStack(main, 'Nested'), 'Tenancy', { applicationName });
    addApi(main, authorizer);

    expect(synthesize).not.toThrow();
  });
});

describe('a TenantDashboard without Tenancy', () => {
  const parts = ({ api, userPool, userPoolClients: [userPoolClient] }: Tenancy) => ({ api, userPool, userPoolClient });

  test('works in the stack of the API', () => {
    const main = new Stack(app, 'Main');
    new TenantDashboard(main, 'Dashboard', parts(new Tenancy(main, 'Tenancy', { applicationName })));

    expect(synthesize).not.toThrow();
  });

  test('works in another stack, and its configuration contains pool, client and API', () => {
    const web = new Stack(app, 'Web');
    new TenantDashboard(web, 'Dashboard', parts(new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName })));

    expect(synthesize).not.toThrow();
    expect(markersOf(web)).toEqual({
      '"<<features>>"': JSON.stringify({
        members: true, invitations: true, additionalTenants: true, closure: true, exports: true, accountDeletion: true, sessions: true, audit: true,
      }),
      '<<apiUrl>>': { 'Fn::Join': ['', expect.arrayContaining([{ 'Fn::ImportValue': expect.stringMatching(/^Main:ExportsOutputRefTenancyApiRestApi/) }])] },
      '<<userPoolId>>': { 'Fn::ImportValue': expect.stringMatching(/^Main:ExportsOutputRefTenancyUserPool/) },
      '<<userPoolClientId>>': { 'Fn::ImportValue': expect.stringMatching(/^Main:ExportsOutputRefTenancyUserPoolClient/) },
    });
  });

  test('works in a nested stack, and its configuration contains pool, client and API', () => {
    const main = new Stack(app, 'Main');
    const nested = new NestedStack(main, 'Nested');
    new TenantDashboard(nested, 'Dashboard', parts(new Tenancy(main, 'Tenancy', { applicationName })));

    expect(synthesize).not.toThrow();
    expect(markersOf(nested)['<<userPoolId>>']).toEqual({ Ref: expect.stringMatching(/^referencetoMainTenancyUserPool/) });
  });

  test('works in another stack when the API names its domain', () => {
    const main = new Stack(app, 'Main');
    const web = new Stack(app, 'Web');
    const tenancy = new Tenancy(main, 'Tenancy', { applicationName, corsAllowOrigins: ['https://app.example.com'] });
    const certificate = acm.Certificate.fromCertificateArn(web, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/1');
    const { url } = new TenantDashboard(web, 'Dashboard', { ...parts(tenancy), domainName: 'app.example.com', certificate });

    expect(synthesize).not.toThrow();
    expect(url).toBe('https://app.example.com');
  });

  test('works in us-east-1, where its certificate is created, for an API in another Region', () => {
    const main = new Stack(app, 'Main', { env: { account: '123456789012', region: 'eu-central-1' }, crossRegionReferences: true });
    const web = new Stack(app, 'Web', { env: { account: '123456789012', region: 'us-east-1' }, crossRegionReferences: true });
    const certificate = new acm.Certificate(web, 'Certificate', { domainName: 'app.example.com' });
    new TenantDashboard(web, 'Dashboard', { ...parts(new Tenancy(main, 'Tenancy', { applicationName })), domainName: 'app.example.com', certificate });

    expect(synthesize).not.toThrow();
    const [headers] = Object.values(Template.fromStack(web).findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    expect(JSON.stringify(headers)).toMatch(/cognito-idp\.eu-central-1\..*execute-api\.eu-central-1\./);
  });

  /** The values that a deployment writes into the dashboard's configuration. */
  function markersOf(stack: Stack): Record<string, unknown> {
    const deployments = Object.values(Template.fromStack(stack).findResources('Custom::CDKBucketDeployment'));
    return Object.assign({}, ...deployments.flatMap(({ Properties }) => Properties.SourceMarkers ?? []));
  }
});

describe("the API behind the dashboard's own distribution", () => {
  test('works with an origin that is built from the id of the API', () => {
    const { api, dashboard } = new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, dashboard: {} });
    const host = `${api.restApi.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    dashboard!.distribution.addBehavior('/tenant/*', new origins.HttpOrigin(host, { originPath: '/prod' }));

    expect(synthesize).not.toThrow();
  });

  test('causes a cycle with RestApiOrigin, as documented for the distribution', () => {
    const { api, dashboard } = new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, dashboard: {} });
    dashboard!.distribution.addBehavior('/tenant/*', new origins.RestApiOrigin(api.restApi));

    expect(synthesize).toThrow(/cycl/i);
  });
});

test('the dashboard can use a certificate from us-east-1 in every Region', () => {
  const main = new Stack(app, 'Main', { env: { account: '123456789012', region: 'eu-central-1' }, crossRegionReferences: true });
  const certificates = new Stack(app, 'Certificates', { env: { account: '123456789012', region: 'us-east-1' }, crossRegionReferences: true });
  const certificate = new acm.Certificate(certificates, 'Certificate', { domainName: 'app.example.com' });
  new Tenancy(main, 'Tenancy', { applicationName, dashboard: { domainName: 'app.example.com', certificate } });

  expect(synthesize).not.toThrow();
});

describe('is refused, with the arrangement that works', () => {
  const SPLIT = /\[[^\]]*Tenancy\] The user pool( client)? \S+ must be in the stack \S+ or in a nested stack of it, but was in \S+, .* three layers of stacks/;

  test('with the pool in another stack', () => {
    const userPool = newUserPool(new Stack(app, 'Identity'), 'Pool');

    expect(() => new Tenancy(new Stack(app, 'Main'), 'Tenancy', { applicationName, userPool })).toThrow(SPLIT);
  });

  test('with the client in another stack than pool and tenancy', () => {
    const main = new Stack(app, 'Main');
    const userPool = newUserPool(main, 'Pool');
    const client = new cognito.UserPoolClient(new Stack(app, 'Clients'), 'Client', { userPool });

    expect(() => new Tenancy(main, 'Tenancy', { applicationName, userPool, userPoolClients: [client] })).toThrow(SPLIT);
  });

  test("with the tenancy in a nested stack of the pool's parent", () => {
    const parent = new Stack(app, 'Parent');
    const userPool = newUserPool(parent, 'Pool');

    expect(() => new Tenancy(new NestedStack(parent, 'Nested'), 'Tenancy', { applicationName, userPool })).toThrow(SPLIT);
  });
});
