import { Annotations as CdkAnnotations, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { type AccessRule, Tenancy, TenantAuthorizer } from '../../../../src';
import { decodeRules } from '../../../../src/contract/encoded-rules';
import { newApp, newStack } from '../../support';

const WARNING_ID = 'cdk-tenancy:accessRuleWithoutRoute';

interface ApiProps {
  readonly rules: AccessRule[];
  /** Each with method and path. */
  readonly routes?: readonly string[];
  readonly stageName?: string;
}

/** An app with routes behind an authorizer. */
function newApi({ rules, routes = [], stageName }: ApiProps, stack = newStack()) {
  const userPool = new cognito.UserPool(stack, 'Pool');
  const authorizer = new TenantAuthorizer(stack, 'Authorizer', { userPool, userPoolClients: [userPool.addClient('Web')], rules });
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false, deployOptions: { stageName } });
  for (const route of ['GET /', ...routes]) {
    const [method, path] = route.split(' ');
    api.root.resourceForPath(path).addMethod(method, new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(api) });
  }
  return { stack, api, authorizer };
}

function addL1Method(api: apigateway.RestApi, path: string, authorizer: TenantAuthorizer): void {
  const { authorizerId } = authorizer.authorizerFor(api);
  const { resourceId } = api.root.resourceForPath(path);
  new apigateway.CfnMethod(api, 'L1', { restApiId: api.restApiId, resourceId, httpMethod: 'GET', authorizationType: 'CUSTOM', authorizerId });
}

function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(WARNING_ID)).map(({ entry }) => `${entry.data}`);
}

describe('the routes that rules apply to', () => {
  test.each([
    ['/tenant/{tenantId}/devices', undefined, 'GET /tenant/{tenantId}/devices'],
    ['/tenant/{tenantId}/devices', ['POST', 'PUT'], 'PUT /tenant/{tenantId}/devices/{deviceId}'],
    ['/tenant/{tenantId}/devices', ['DELETE'], 'ANY /tenant/{tenantId}/devices'],
    ['/tenant/{tenantId}/devices/{anyName}', undefined, 'GET /tenant/{tenantId}/devices/{deviceId}'],
    ['/tenant/{tenantId}/devices/7', undefined, 'GET /tenant/{tenantId}/devices/{deviceId}'],
    ['/tenant/{tenantId}/devices/{deviceId}', undefined, 'GET /tenant/{tenantId}/devices/latest'],
    ['/tenant/{tenantId}/files/archive', undefined, 'ANY /tenant/{tenantId}/files/{proxy+}'],
    ['/tenant/{tenantId}/devices', ['GET'], 'HEAD /tenant/{tenantId}/devices'],
    ['/tenant/{tenantId}/devices', undefined, 'GET /tenant/{id}/devices'],
    ['/tenant/{tenantId}/devices', undefined, 'GET /{collection}/{id}/devices'],
    ['/tenant/{tenantId}/devices/{deviceId}', undefined, 'ANY /tenant/{proxy+}'],
    ['/tenant/{tenantId}/devices/{deviceId}', undefined, 'ANY /{collection}/{proxy+}'],
    ['/tenant/{tenantId}/devices/{deviceId}', undefined, 'ANY /{proxy+}'],
  ])('match: %s %j applies to %s', (path, methods, route) => {
    expect(warningsOf(newApi({ rules: [{ path, methods, roles: ['admin'] }], routes: [route] }).stack)).toEqual([]);
  });

  test.each([
    ['/tenant/{tenantId}/device', undefined],
    ['/tenant/{tenantId}/Devices', undefined],
    ['/tenant/{tenantId}/devices/{deviceId}/keys', undefined],
    ['/tenant/{tenantId}/devices', ['DELETE']],
  ])('are missing: a warning for %s %j names the nearest route', (path, methods) => {
    const routes = ['POST /tenant/{tenantId}/members', 'GET /tenant/{tenantId}/devices/{deviceId}', 'GET /devices'];
    const { stack } = newApi({ rules: [{ path, methods, roles: ['admin'] }], routes });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('The nearest route is GET /tenant/{tenantId}/devices/{deviceId}')]);
  });

  test.each(['/', '/tenants/{proxy+}', '/{collection}/acme/devices', '/tenant/{tenantId}', '/{path}/devices'])('do not include %s', (path) => {
    const { stack } = newApi({ rules: [{ path: '/tenant/{tenantId}/devices', roles: ['admin'] }], routes: [`ANY ${path}`] });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('It has no routes below the tenant.')]);
  });

  test('include every path of a method whose path is unknown', () => {
    const { stack, api, authorizer } = newApi({ rules: [{ path: '/tenant/{tenantId}/devices', roles: ['admin'] }] });
    addL1Method(api, '/tenant/{tenantId}/devices', authorizer);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('can be in another app if the warning is acknowledged', () => {
    const path = '/tenant/{tenantId}/devices';
    const { stack, authorizer } = newApi({ rules: [{ path, roles: ['admin'] }] });
    CdkAnnotations.of(authorizer).acknowledgeWarning(`${WARNING_ID}:${path}`);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('can be added after the rule, and by another stack', () => {
    const app = newApp();
    const { stack, api, authorizer } = newApi({ rules: [{ path: '/tenant/{tenantId}/devices', roles: ['admin'] }] }, new Stack(app, 'Stack'));
    authorizer.addRule({ path: '/tenant/{tenantId}/sites', roles: ['admin'] });
    api.root.resourceForPath('/tenant/{tenantId}/devices').addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(api) });
    const other = new Stack(app, 'Other');
    const restApi = apigateway.RestApi.fromRestApiAttributes(other, 'Api', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId });
    new apigateway.Method(other, 'Sites', {
      httpMethod: 'GET',
      resource: apigateway.Resource.fromResourceAttributes(other, 'SitesResource', { restApi, resourceId: 'x', path: '/tenant/{tenantId}/sites' }),
      options: { authorizer: authorizer.authorizerFor(api) },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('include the routes of a second API behind the authorizer', () => {
    const { stack, authorizer } = newApi({ rules: [{ path: '/tenant/{tenantId}/sites', roles: ['admin'] }] });
    const second = new apigateway.RestApi(stack, 'Second', { cloudWatchRole: false });
    second.root.resourceForPath('/tenant/{tenantId}/sites').addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(second) });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('include the routes of the tenancy', () => {
    const stack = newStack();
    const tenancy = new Tenancy(stack, 'Tenancy', {
      applicationName: 'shop',
      roles: ['auditor'],
      accessRules: [{ path: '/tenant/{tenantId}/members', methods: ['GET'], roles: ['admin', 'auditor'] }],
    });
    tenancy.authorizer.addRule({ path: '/tenant/{tenantId}/member', roles: ['auditor'] });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('The access rule for /tenant/{tenantId}/member matches no route')]);
  });
});

describe('the policy of a token', () => {
  const rulesOf = (count: number, name: (index: number) => string): AccessRule[] =>
    Array.from({ length: count }, (_, index) => ({ path: `/tenant/{tenantId}/${name(index)}`, methods: ['POST', 'PUT', 'DELETE'], roles: ['admin'] }));

  const rulesToldTo = (props: ApiProps) => rulesOfStack(newApi(props).stack);

  function rulesOfStack(stack: Stack) {
    const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { TENANCY_ACCESS_RULES: Match.anyValue() } } },
    });
    return decodeRules(Object.values(functions)[0].Properties.Environment.Variables.TENANCY_ACCESS_RULES)!;
  }

  test.each([
    ['a number at the end of their name', (index: number) => `resource${index}`],
    ['names of one length', (index: number) => `thing-${index + 10}`],
    ['a parameter at the end', (index: number) => `devs${index + 10}/{id}`],
  ])('has space for 39 rules of three methods, for routes with %s', (_, name) => {
    expect(rulesToldTo({ rules: rulesOf(39, name) }).rules).toHaveLength(39);
  });

  test('is exact while there is space', () => {
    const { rules, endingLength } = rulesToldTo({ rules: rulesOf(8, (index) => `resource${index}`) });
    expect(rules).toContainEqual({ roles: ['admin'], methods: ['D*', 'P*T'], path: 'resource7' });
    expect(endingLength).toBe(24);
  });

  test('must have at most 8,192 bytes with the longest ids', () => {
    expect(() => rulesToldTo({ rules: rulesOf(80, (index) => `things-${index + 10}`) }))
      .toThrow(/The policy of a token must have at most 8192 bytes, but could have \d+ with these 80 access rules and the longest ids; the first 39 fit\./);
  });

  /** So many rules must be shortened. */
  const MANY = 19;
  const name = (index: number) => `resource${index}`;
  const EXACT = { roles: ['admin'], methods: ['D*', 'P*T'], path: 'resource7' };

  test('is shortened if no route prevents it', () => {
    expect(rulesToldTo({ rules: rulesOf(MANY, name) }).rules).not.toContainEqual(EXACT);
  });

  test.each(['/{proxy+}', '/tenant/{proxy+}'])('refuses a role only the routes of the rules if %s can match any path', (path) => {
    const { rules } = rulesToldTo({ rules: rulesOf(MANY, name), routes: [`ANY ${path}`] });
    expect(rules).toContainEqual(EXACT);
  });

  test('stays exact if the path of a method is unknown', () => {
    const { stack, api, authorizer } = newApi({ rules: rulesOf(MANY, name) });
    addL1Method(api, '/tenant/{tenantId}/resource7-archive', authorizer);
    expect(rulesOfStack(stack).rules).toContainEqual(EXACT);
  });

  test('contains the name of a stage that a deployment creates', () => {
    const { stack, api } = newApi({ rules: rulesOf(40, (index) => `thing-${index + 10}`) });
    new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: api.restApiId, stageName: 'a-long-name-of-a-stage-'.repeat(4) });
    expect(() => Template.fromStack(stack)).toThrow(/the first 3\d fit/);
  });

  describe('with a second API', () => {
    const rules = rulesOf(39, (index) => `thing-${index + 10}`);
    const withSecondApi = (createApi: (stack: Stack) => apigateway.IRestApi) => {
      const { stack, authorizer } = newApi({ rules });
      const second = createApi(stack);
      second.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: authorizer.authorizerFor(second) });
      return () => Template.fromStack(stack);
    };

    test('fits with short names of stages', () => {
      expect(withSecondApi((stack) => new apigateway.RestApi(stack, 'Second', { cloudWatchRole: false }))).not.toThrow();
    });

    test('has the longest name of a stage of any API in it', () => {
      const deployOptions = { stageName: 'a-long-name-of-a-stage-'.repeat(4) };
      expect(withSecondApi((stack) => new apigateway.RestApi(stack, 'Second', { cloudWatchRole: false, deployOptions }))).toThrow(/the first 3\d fit/);
    });

    test('has room for any name of a stage of an imported API', () => {
      const attributes = { restApiId: 'abcdef', rootResourceId: 'root' };
      expect(withSecondApi((stack) => apigateway.RestApi.fromRestApiAttributes(stack, 'Second', attributes))).toThrow(/the first 27 fit/);
    });
  });

  test('is also measured for a role that is no longer declared', () => {
    const roles = ['admin', 'member'];
    const rules = rulesOf(80, (index) => `things-${index + 10}`).map((rule) => ({ ...rule, roles }));
    expect(() => rulesToldTo({ rules })).toThrow(/The policy of a token must have at most 8192 bytes, but could have \d+ with these 80 access rules/);
  });

  test('contains the name of the stage', () => {
    expect(() => rulesToldTo({ rules: rulesOf(40, (index) => `thing-${index + 10}`), stageName: 'a-long-name-of-a-stage-'.repeat(4) })).toThrow(/the first 3\d fit/);
  });
});
