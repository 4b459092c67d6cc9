import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Tenancy, type TenancyProps } from '../../../../src';
import { METRIC } from '../../../../src/contract/metrics';
import { APPLICATION_NAME, newStack } from '../../support';

function newTenancy(props: Partial<TenancyProps> = {}) {
  const stack = newStack();
  return { stack, tenancy: new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props }) };
}

function alarmsOf(props: Partial<TenancyProps> = {}) {
  const { stack, tenancy } = newTenancy(props);
  const alarms = tenancy.addAlarms(new sns.Topic(stack, 'Operators'));
  const template = Template.fromStack(stack);
  const byName = Object.fromEntries(Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
    .map(([id, { Properties }]) => [/^TenancyAlarms(\w+?)[0-9A-F]{8}$/.exec(id)![1], Properties]));
  return { alarms, byName };
}

describe('alarms', () => {
  test('exist for everything that needs a person', () => {
    expect(Object.keys(alarmsOf().byName).sort()).toEqual([
      'AdminApiServerErrors', 'ApiServerErrors', 'ChangeUnreadable', 'ChangesLate', 'DeadLetters', 'KeySetUnavailable', 'PreTokenEnricherErrors', 'SagaFailed', 'SagaTimedOut',
      'SignUpPublishFailed', 'SignUpPublisherErrors', 'SignUpRepublishFailed', 'TenantLookupFailed',
    ]);
  });

  test('notify the operators, also when the alarm is over, and link to the runbook', () => {
    const { alarms, byName } = alarmsOf();

    expect(alarms).toHaveLength(Object.keys(byName).length);
    for (const alarm of Object.values(byName)) {
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Operators/) }]);
      expect(alarm.OKActions).toEqual(alarm.AlarmActions);
      expect(alarm.AlarmDescription).toContain('docs/operations.md');
      expect(alarm).toMatchObject({ ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' });
    }
  });

  test('go off at the first occurrence, and if changes wait for half an hour', () => {
    const { ChangesLate, ...counted } = alarmsOf().byName;

    expect(ChangesLate).toMatchObject({ Threshold: 30 * 60 * 1000, MetricName: 'IteratorAge', Statistic: 'Maximum' });
    expect(Object.values(counted).map(({ Threshold }) => Threshold)).toEqual(Object.keys(counted).map(() => 1));
  });

  test('of changes exist only if changes are published', () => {
    expect(Object.keys(alarmsOf({ changeEvents: false }).byName).filter((name) => name.startsWith('Change'))).toEqual([]);
  });

  test.each([
    ['DeadLetters', 1, 1],
    ['SagaFailed', 1, 1],
    ['SagaTimedOut', 1, 1],
    ['TenantLookupFailed', 1, 1],
    ['KeySetUnavailable', 2, 3],
    ['ApiServerErrors', 2, 3],
  ])('%s goes off after %d bad periods of the last %d', (name, badPeriods, periods) => {
    const { EvaluationPeriods, DatapointsToAlarm } = alarmsOf().byName[name];
    expect([DatapointsToAlarm ?? EvaluationPeriods, EvaluationPeriods]).toEqual([badPeriods, periods]);
  });

  test('need at most as many bad periods as they evaluate', () => {
    for (const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } of Object.values(alarmsOf().byName)) {
      expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
    }
  });

  test.each([
    ['SignUpPublishFailed', METRIC.signUpPublishFailed, /^TenancySignUpPublisherHandler/],
    ['SignUpRepublishFailed', METRIC.signUpPublishFailed, /^TenancyPreTokenEnricherHandler/],
    ['TenantLookupFailed', METRIC.tenantLookupFailed, /^TenancyPreTokenEnricherHandler/],
    ['KeySetUnavailable', METRIC.keySetUnavailable, /^TenancyAuthorizerHandler/],
    ['ChangeUnreadable', METRIC.changeUnreadable, /^TenancyChangeEventsHandler/],
  ])('%s watches the metric of one function of this deployment', (name, metric, handler) => {
    expect(alarmsOf().byName[name]).toMatchObject({
      Namespace: 'CdkTenancy',
      MetricName: metric,
      Dimensions: [{ Name: 'function_name', Value: { Ref: expect.stringMatching(handler) } }, { Name: 'service', Value: APPLICATION_NAME }],
      Statistic: 'Sum',
    });
  });
});

test('each of the two APIs has its own alarm', () => {
  const { byName } = alarmsOf();

  const nameBeginsWith = (text: string) => [{
    Name: 'ApiName', Value: { 'Fn::Join': ['', [expect.stringContaining(text), { 'Fn::Select': [2, expect.anything()] }]] },
  }];
  expect(byName.ApiServerErrors.Dimensions).toEqual(nameBeginsWith('Stack-Tenancy-Api-'));
  expect(byName.AdminApiServerErrors.Dimensions).toEqual(nameBeginsWith('Stack-Tenancy-AdminApi-'));
});

test('functions emit under the service name and namespace that the alarms watch', () => {
  const { stack } = newTenancy();

  Template.fromStack(stack).allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: { POWERTOOLS_SERVICE_NAME: APPLICATION_NAME, POWERTOOLS_METRICS_NAMESPACE: 'CdkTenancy' } },
  });
});

test('the dashboard shows requests, results and errors', () => {
  const { stack, tenancy } = newTenancy();
  tenancy.addMonitoringDashboard();

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardBody: Match.anyValue() });
  const body = JSON.stringify(Object.values(template.findResources('AWS::CloudWatch::Dashboard'))[0].Properties.DashboardBody);
  for (const metric of Object.values(METRIC)) expect(body).toContain(metric);
});

test('creates no monitoring resources by default', () => {
  const template = Template.fromStack(newTenancy().stack);

  template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});
