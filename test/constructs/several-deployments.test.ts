import { type App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { APPLICATION_NAME, newApp } from './support';
import { identitiesOf } from './template-identities';
import { Tenancy } from '../../src';

/** A tenancy with all features. */
function addTenancy(stack: Stack): Tenancy {
  const tenancy = new Tenancy(stack, 'Tenancy', {
    applicationName: APPLICATION_NAME,
    dashboard: {},
    encryptionKey: new kms.Key(stack, 'Key'),
    stateMachineType: sfn.StateMachineType.STANDARD,
  });
  tenancy.addMonitoring({ criticalTopic: new sns.Topic(stack, 'Operators') });
  tenancy.addStackOutputs();
  return tenancy;
}

function newTenancyStack(scope: Construct, id: string, stackName?: string): Stack {
  const stack = new Stack(scope, id, { stackName });
  addTenancy(stack);
  return stack;
}

function shared([one, other]: readonly (readonly string[])[]): string[] {
  return one.filter((identity) => other.includes(identity));
}

let app: App;
beforeEach(() => {
  app = newApp();
});

describe('no name, export or metric is shared by', () => {
  test('two stages of one app', () => {
    const [dev, prod] = ['Dev', 'Prod'].map((id) => newTenancyStack(new Stage(app, id), 'Main'));

    expect(shared([identitiesOf(dev, 'Dev-Main'), identitiesOf(prod, 'Prod-Main')])).toEqual([]);
  });

  test('two stacks with the same construct path and another stackName', () => {
    const [blue, green] = ['blue', 'green'].map((name) => newTenancyStack(newApp(), 'Main', name));

    expect(shared([identitiesOf(blue, 'blue'), identitiesOf(green, 'green')])).toEqual([]);
  });

  test('two deployments of one template', () => {
    const stack = newTenancyStack(app, 'Main');

    expect(shared([identitiesOf(stack, 'first'), identitiesOf(stack, 'second')])).toEqual([]);
  });

  test('two nested stacks with the same path in two parents', () => {
    const nested = ['blue', 'green'].map((stackName) => {
      const stack = new NestedStack(new Stack(newApp(), 'Main', { stackName }), 'Nested');
      addTenancy(stack);
      return stack;
    });

    expect(shared([identitiesOf(nested[0], 'blue'), identitiesOf(nested[1], 'green')])).toEqual([]);
  });
});

test('names fit together with the longest stack name', () => {
  const stack = newTenancyStack(app, 'Main', 'n'.repeat(128));
  // The names of CloudFront functions and origin access controls have the lowest limit: 64 characters.
  const uuid = '00000000-0000-4000-8000-000000000000';
  const names = identitiesOf(stack, 'deployment')
    .filter((identity) => /^AWS::CloudFront::(Function|OriginAccessControl) /.test(identity))
    .map((identity) => identity.split(' ')[2].replace('uuid-of-deployment', uuid));

  expect(names).toHaveLength(2);
  names.forEach((name) => expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/));
});

test('a stack that watches another stack refers to the names and functions of that stack', () => {
  const main = new Stack(app, 'Main');
  const { api, authorizer, saga } = new Tenancy(main, 'Tenancy', { applicationName: APPLICATION_NAME });
  const watch = new Stack(app, 'Watch');
  [api.restApi.metricServerError(), authorizer.metricKeySetUnavailable(), saga.metricTenantsCreated()].forEach((metric, index) => {
    metric.createAlarm(watch, `Alarm${index}`, { threshold: 1, evaluationPeriods: 1 });
  });

  const alarms = Object.values(Template.fromStack(watch).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(3);
  for (const { Properties: { Namespace, Dimensions } } of alarms) {
    expect(JSON.stringify([Namespace, Dimensions])).toContain('"Fn::ImportValue":"Main:');
  }
});
