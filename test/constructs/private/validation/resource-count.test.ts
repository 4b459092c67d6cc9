import * as path from 'node:path';
import { Annotations, type App, Stack } from 'aws-cdk-lib';
import { Annotations as RecordedAnnotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Tenancy, type TenancyProps } from '../../../../src';
import { APPLICATION_NAME, newApp } from '../../support';

const NODEJS = new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });

let app: App;
let stack: Stack;
beforeEach(() => {
  app = newApp();
  stack = new Stack(app, 'Stack');
});

const newTenancy = (props: Partial<TenancyProps> = {}) => new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props });

const newFunction = (id: string, scope = stack) => new lambda.Function(scope, id, {
  code: lambda.Code.fromInline('exports.handler = async () => ({})'), handler: 'index.handler', runtime: NODEJS,
});

const resourcesOf = (of: Stack) => Object.values<any>(Template.fromStack(of).toJSON().Resources);

/** The number of resources that a function adds to a stack with a tenancy and two functions. */
function added(add: (tenancy: Tenancy, one: lambda.Function, other: lambda.Function) => void): number {
  const [without, having] = [() => undefined, add].map((step) => {
    stack = new Stack(newApp(), 'Stack');
    step(newTenancy(), newFunction('One'), newFunction('Other'));
    return resourcesOf(stack).length;
  });
  return having - without;
}

// Access logs are four of them: a log group for each API, the role that API Gateway writes logs with, and its registration.
test('a tenancy with everything is at most 334 resources', () => {
  const tenancy = newTenancy({
    dashboard: { branding: { logo: path.join(__dirname, '..', '..', '..', '..', 'assets', 'dashboard', 'favicon.svg') } },
    encryptionKey: new kms.Key(stack, 'Key'),
    stateMachineType: sfn.StateMachineType.STANDARD,
    invitations: {
      email: { identity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com'), from: 'a@example.com', productName: 'Shop' },
    },
    roles: ['viewer'],
  });
  tenancy.addMonitoring({ criticalTopic: new sns.Topic(stack, 'Operators') });

  expect(resourcesOf(stack).length).toBeLessThanOrEqual(334);
});

describe('a route', () => {
  test('with one method adds four resources: path, preflight, method and permission', () => {
    expect(added(({ api }, one) => api.addRoute('GET', 'orders', one))).toBe(4);
  });

  test('with two methods adds five', () => {
    expect(added(({ api }, one) => {
      api.addRoute('GET', 'orders', one);
      api.addRoute('POST', 'orders', one);
    })).toBe(5);
  });

  test('of a function that already has routes adds three', () => {
    const two = added(({ api }, one) => {
      api.addRoute('GET', 'orders', one);
      api.addRoute('GET', 'bills', one);
    });

    expect(two).toBe(4 + 3);
  });

  test('of another function on the same path adds two', () => {
    expect(added(({ api }, one, other) => {
      api.addRoute('GET', 'orders', one);
      api.addRoute('POST', 'orders', other);
    })).toBe(4 + 2);
  });
});

describe('the permission of API Gateway', () => {
  const permissionsOf = (functionId: RegExp) => Object.values<any>(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))
    .map(({ Properties }) => Properties)
    .filter(({ FunctionName }) => functionId.test(JSON.stringify(FunctionName)));

  test('exists once for each function and API, and only for the deployed stage of the API', () => {
    const { api } = newTenancy();
    const one = newFunction('One');
    api.addRoute('GET', 'orders', one);
    api.addRoute('POST', 'orders/{orderId}/items', one);

    const [permission, ...others] = permissionsOf(/"One/);
    expect(others).toEqual([]);
    expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    expect(permission.SourceArn['Fn::Join'][1].slice(-4)).toEqual([
      { Ref: expect.stringMatching(/^TenancyApiRestApi/) }, '/', { Ref: expect.stringMatching(/^TenancyApiRestApiDeploymentStageprod/) }, '/*/*',
    ]);
  });

  test('exists once for each function and API of the tenancy', () => {
    newTenancy();
    const functions = permissionsOf(/./)
      .filter(({ Principal, SourceArn }) => Principal === 'apigateway.amazonaws.com' && !JSON.stringify(SourceArn).includes('/authorizers/'))
      .map(({ FunctionName, SourceArn }) => JSON.stringify([FunctionName, SourceArn]));

    expect(functions.length).toBeGreaterThan(5);
    expect(new Set(functions).size).toBe(functions.length);
  });

  test('is in the stack of the API for a function of another stack', () => {
    const { api } = newTenancy();
    api.addRoute('GET', 'orders', newFunction('One', new Stack(app, 'Functions')));

    expect(() => app.synth()).not.toThrow();
    expect(permissionsOf(/ImportValue/)).toHaveLength(1);
  });

  test('is for the alias if the route leads to an alias', () => {
    const { api } = newTenancy();
    api.addRoute('GET', 'orders', new lambda.Alias(stack, 'Live', { aliasName: 'live', version: newFunction('One').currentVersion }));

    expect(permissionsOf(/"Live/)).toHaveLength(1);
    expect(permissionsOf(/"One/)).toHaveLength(0);
  });
});

test('the API is deployed again if a function gets another name', () => {
  const deployments = ['first', 'second'].map((functionName) => {
    stack = new Stack(newApp(), 'Stack');
    newTenancy().api.addRoute('GET', 'orders', new lambda.Function(stack, 'One', {
      functionName, code: lambda.Code.fromInline('//'), handler: 'index.handler', runtime: NODEJS,
    }));
    return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment')).find((id) => id.startsWith('TenancyApi'));
  });

  expect(deployments[0]).not.toEqual(deployments[1]);
});

describe('a route is refused', () => {
  test.each([
    ['OPTIONS', 'orders', 'The method of the route orders must be one of GET, PUT, POST, PATCH, DELETE, but was OPTIONS. Use one of them, in uppercase.'],
    ['get', 'orders', 'must be one of GET, PUT, POST, PATCH, DELETE, but was get.'],
    ['GET', '/orders', 'The path of a route must consist of segments below /tenant/{tenantId}, such as devices or devices/{deviceId}, but was "/orders".'],
    ['GET', 'orders/', 'but was "orders/".'],
    ['GET', '', 'but was "".'],
    ['GET', 'orders?x', 'but was "orders?x".'],
    ['GET', 'orders/:id', 'write parameters in the form {deviceId}'],
    ['GET', 'tenant/{tenantId}/orders', 'Leave out /tenant/{tenantId} and slashes at the beginning and end'],
    ['GET', 'members', 'The route GET /tenant/{tenantId}/members must be unique, but already exists. Choose another path'],
    ['PATCH', 'members/{memberId}', 'The parameter below /tenant/{tenantId}/members in the route members/{memberId} must be {userId}, as in other routes, but was {memberId}. Rename it'],
  ])('%s %p', (method, route, message) => {
    const { api } = newTenancy();

    expect(() => api.addRoute(method, route, newFunction('One'))).toThrow('[Stack/Tenancy/Api] ');
    expect(() => api.addRoute(method, route, newFunction('Two'))).toThrow(message);
  });
});

describe('a stack close to the limit of CloudFormation', () => {
  /** Fills the stack up to a number of resources. */
  function fillUp(total: number): void {
    newTenancy();
    const count = resourcesOf(stack).length;
    app = newApp();
    stack = new Stack(app, 'Stack');
    newTenancy();
    for (let number = count; number < total; number++) {
      new sns.CfnTopic(stack, `Topic${number}`);
    }
  }

  const warnings = () => RecordedAnnotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('CloudFormation allows 500'));

  test('gets a warning from 450 resources on', () => {
    fillUp(450);

    expect(warnings()).toHaveLength(1);
    expect(JSON.stringify(warnings()[0].entry.data)).toContain('The stack has 450 resources');
  });

  test('gets no warning below 450 resources', () => {
    fillUp(449);

    expect(warnings()).toHaveLength(0);
  });

  test('gets no warning if it was acknowledged', () => {
    fillUp(450);
    Annotations.of(stack).acknowledgeWarning('cdk-tenancy:manyResources');

    expect(warnings()).toHaveLength(0);
  });
});
