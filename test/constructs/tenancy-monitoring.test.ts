import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { APPLICATION_NAME, newParts, newStack, newUserPool } from './support';
import {
  MemberProfiles, SignUpPublisher, Tenancy, TenancyAlarmName, type TenancyAlarmOptions, TenancyAlarmSeverity, TenancyMonitoring,
  type TenancyMonitoringOptions, type TenancyProps, TenantCreationSaga,
} from '../../src';
import { METRIC } from '../../src/contract/metrics';

const RUNBOOK = path.join(__dirname, '..', '..', 'docs', 'operations.md');

const NAMES: readonly string[] = Object.values(TenancyAlarmName);

function newTenancy(props: Partial<TenancyProps> = {}) {
  const stack = newStack();
  return { stack, tenancy: new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME, ...props }) };
}

function alarmsOf(stack: Stack): Record<string, any> {
  return Object.fromEntries(Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))
    .map(([id, { Properties }]) => [/Monitoring(\w+?)[0-9A-F]{8}$/.exec(id)![1], Properties]));
}

function monitor(options: TenancyMonitoringOptions = {}, props: Partial<TenancyProps> = {}) {
  const { stack, tenancy } = newTenancy(props);
  const monitoring = tenancy.addMonitoring(options);
  return { stack, tenancy, monitoring, alarms: alarmsOf(stack) };
}

/** The heads of sections of a Markdown text, as GitHub links to them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
}

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: any;
}

/** A text of a template, with placeholders for what is known at deployment only. */
function textOf(value: any): string {
  if (typeof value === 'string') return value;
  return value['Fn::Join'] ? value['Fn::Join'][1].map(textOf).join('') : JSON.stringify(value).replace(/"/g, "'");
}

/** The dashboard as CloudWatch gets it. */
function widgetsOf(stack: Stack): Widget[] {
  const [{ Properties: { DashboardBody } }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(textOf(DashboardBody)).widgets;
}

let monitored: ReturnType<typeof monitor>;
beforeAll(() => {
  const stack = newStack();
  const [critical, warning] = ['Critical', 'Warning'].map((id) => new sns.Topic(stack, id));
  const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: APPLICATION_NAME });
  const monitoring = tenancy.addMonitoring({ criticalTopic: critical, warningTopic: warning });
  monitored = { stack, tenancy, monitoring, alarms: alarmsOf(stack) };
});

describe('alarms', () => {
  test('are there for every name', () => {
    expect(NAMES).toHaveLength(16);
    expect(Object.keys(monitored.alarms).sort()).toEqual([...NAMES].sort());
    expect(monitored.monitoring.alarms).toHaveLength(NAMES.length);
  });

  test.each(NAMES)('%s notifies the topic of its severity, also when it is over', (name) => {
    const warnings: readonly string[] = [
      TenancyAlarmName.SAGA_FAILED, TenancyAlarmName.SIGN_UP_REPUBLISH_FAILED, TenancyAlarmName.CHANGE_UNREADABLE, TenancyAlarmName.SWEEP_ERRORS,
      TenancyAlarmName.DELETION_STALLED,
    ];
    const { AlarmActions, OKActions } = monitored.alarms[name];

    expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(warnings.includes(name) ? /^Warning/ : /^Critical/) }]);
    expect(OKActions).toEqual(AlarmActions);
  });

  test.each(NAMES)('%s says where in the runbook to read on, and the section exists', (name) => {
    const { AlarmDescription } = monitored.alarms[name];
    const [, anchor] = /Runbook: https:\/\/github\.com\/cdk-tenancy\/cdk-tenancy\/blob\/main\/docs\/operations\.md#(\S+)$/.exec(AlarmDescription)!;

    expect(anchorsOf(readFileSync(RUNBOOK, 'utf8'))).toContain(anchor);
    expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
  });

  test('stay quiet without data', () => {
    for (const alarm of Object.values(monitored.alarms)) {
      expect(alarm).toMatchObject({ ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' });
    }
  });

  test('go off at the first occurrence, and when changes wait for half an hour', () => {
    const { ChangesLate, AuditLate, ...counted } = monitored.alarms;

    for (const [alarm, handler] of [[ChangesLate, /^TenancyChangeEventsHandler/], [AuditLate, /^TenancyAuditLogWriteHandler/]] as const) {
      expect(alarm).toMatchObject({
        Threshold: 30 * 60 * 1000,
        MetricName: 'IteratorAge',
        Statistic: 'Maximum',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(handler) } }],
      });
    }
    expect(Object.values(counted).map(({ Threshold }) => Threshold)).toEqual(Object.keys(counted).map(() => 1));
  });

  test.each([
    ['DeadLetters', 1, 1],
    ['SagaFailed', 1, 1],
    ['SagaTimedOut', 1, 1],
    ['TenantLookupFailed', 1, 1],
    ['KeySetUnavailable', 2, 3],
    ['ApiServerErrors', 2, 3],
    ['AdminApiServerErrors', 2, 3],
  ])('%s goes off after %d bad periods of the last %d', (name, badPeriods, periods) => {
    const { EvaluationPeriods, DatapointsToAlarm } = monitored.alarms[name];
    expect([DatapointsToAlarm, EvaluationPeriods]).toEqual([badPeriods, periods]);
  });

  test.each([
    ['SignUpPublishFailed', METRIC.signUpPublishFailed, /^TenancySignUpPublisherHandler/],
    ['SignUpRepublishFailed', METRIC.signUpPublishFailed, /^TenancyPreTokenEnricherHandler/],
    ['TenantLookupFailed', METRIC.tenantLookupFailed, /^TenancyPreTokenEnricherHandler/],
    ['KeySetUnavailable', METRIC.keySetUnavailable, /^TenancyAuthorizerHandler/],
    ['ChangeUnreadable', METRIC.changeUnreadable, /^TenancyChangeEventsHandler/],
    ['DeletionStalled', METRIC.deletionStalled, /^TenancyLifecycleSweepHandler/],
  ])('%s watches what one function of this deployment emits', (name, metric, handler) => {
    expect(monitored.alarms[name]).toMatchObject({
      Namespace: 'CdkTenancy',
      MetricName: metric,
      Dimensions: [{ Name: 'function_name', Value: { Ref: expect.stringMatching(handler) } }, { Name: 'service', Value: APPLICATION_NAME }],
      Statistic: 'Sum',
    });
  });

  test('of the two APIs watch one each', () => {
    const nameBeginsWith = (text: string) => [{
      Name: 'ApiName', Value: { 'Fn::Join': ['', [expect.stringContaining(text), { 'Fn::Select': [2, expect.anything()] }]] },
    }];
    expect(monitored.alarms.ApiServerErrors.Dimensions).toEqual(nameBeginsWith('Stack-Tenancy-Api-'));
    expect(monitored.alarms.AdminApiServerErrors.Dimensions).toEqual(nameBeginsWith('Stack-Tenancy-AdminApi-'));
  });

  test('are found by their name', () => {
    const { monitoring } = monitored;

    expect(monitoring.alarm(TenancyAlarmName.DEAD_LETTERS)).toBe(monitoring.alarms[0]);
    expect(() => monitoring.alarm('Typo'))
      .toThrow(`[Stack/Tenancy/Monitoring] name must be one of ${NAMES.join(', ')}, but was "Typo".`);
  });
});

describe('topics', () => {
  test('one topic takes all alarms', () => {
    const { stack, tenancy } = newTenancy();
    tenancy.addMonitoring({ criticalTopic: new sns.Topic(stack, 'Operators') });

    for (const { AlarmActions } of Object.values(alarmsOf(stack))) expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Operators/) }]);
  });

  test('a topic for warnings alone takes no critical alarm', () => {
    const { stack, tenancy } = newTenancy();
    tenancy.addMonitoring({ warningTopic: new sns.Topic(stack, 'Operators') });

    expect(alarmsOf(stack).DeadLetters.AlarmActions).toBeUndefined();
    expect(alarmsOf(stack).SagaFailed.AlarmActions).toHaveLength(1);
  });
});

describe('options of an alarm', () => {
  const withOptions = (name: string, options: TenancyAlarmOptions) => monitor({ alarms: { [name]: options } });

  test('change its threshold and its periods', () => {
    const options = { threshold: 10, period: Duration.minutes(2), evaluationPeriods: 5, datapointsToAlarm: 4 };
    const { alarms } = withOptions(TenancyAlarmName.API_SERVER_ERRORS, options);

    expect(alarms.ApiServerErrors).toMatchObject({ Threshold: 10, Period: 120, EvaluationPeriods: 5, DatapointsToAlarm: 4 });
    expect(alarms.AdminApiServerErrors).toMatchObject({ Threshold: 1, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
  });

  test('change the period of a metric over both machines', () => {
    const { alarms } = withOptions(TenancyAlarmName.SAGA_FAILED, { period: Duration.minutes(1) });

    const periods = alarms.SagaFailed.Metrics.flatMap(({ MetricStat }: any) => MetricStat?.Period ?? []);
    expect(periods).toEqual([60, 60]);
  });

  test('change its severity', () => {
    const { stack, tenancy } = newTenancy();
    tenancy.addMonitoring({
      warningTopic: new sns.Topic(stack, 'Operators'), alarms: { [TenancyAlarmName.DEAD_LETTERS]: { severity: TenancyAlarmSeverity.WARNING } },
    });

    expect(alarmsOf(stack).DeadLetters.AlarmActions).toHaveLength(1);
  });

  test('switch it off, on the dashboard too', () => {
    const { stack, alarms } = withOptions(TenancyAlarmName.SAGA_FAILED, { enabled: false });

    expect(Object.keys(alarms)).toHaveLength(NAMES.length - 1);
    expect(widgetsOf(stack)[0].properties.alarms).toHaveLength(NAMES.length - 1);
  });

  test('one period is enough where one of three is left', () => {
    expect(withOptions(TenancyAlarmName.KEY_SET_UNAVAILABLE, { evaluationPeriods: 1 }).alarms.KeySetUnavailable)
      .toMatchObject({ EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  });

  test.each<[string, TenancyAlarmOptions]>([
    ['threshold of the alarm DeadLetters must be a number above 0, but was 0', { threshold: 0 }],
    ['threshold of the alarm DeadLetters must be a number above 0, but was NaN', { threshold: NaN }],
    ['period of the alarm DeadLetters must be whole minutes, but was 30 seconds', { period: Duration.seconds(30) }],
    ['period of the alarm DeadLetters must be whole minutes, but was 1 minute 30 seconds', { period: Duration.seconds(90) }],
    ['period of the alarm DeadLetters must be whole minutes, but was 500 millis', { period: Duration.millis(500) }],
    ['evaluationPeriods of the alarm DeadLetters must be a whole number, at least 1, but was 0', { evaluationPeriods: 0 }],
    ['evaluationPeriods of the alarm DeadLetters must be a whole number, at least 1, but was 1.5', { evaluationPeriods: 1.5 }],
    ['datapointsToAlarm of the alarm DeadLetters must be a whole number from 1 to evaluationPeriods, which is 1, but was 2', { datapointsToAlarm: 2 }],
    ['datapointsToAlarm of the alarm DeadLetters must be a whole number from 1 to evaluationPeriods, which is 1, but was 0', { datapointsToAlarm: 0 }],
    ['All periods of the alarm DeadLetters together must be at most one day, but were 1441 times 1 minute', { evaluationPeriods: 1441 }],
    ['All periods of the alarm DeadLetters together must be at most seven days, but were 8 times 1 day', { period: Duration.days(1), evaluationPeriods: 8 }],
  ])('are refused: %s', (message, options) => {
    expect(() => withOptions(TenancyAlarmName.DEAD_LETTERS, options)).toThrow(`[Stack/Tenancy/Monitoring] ${message}`);
  });

  test('are accepted up to what CloudWatch accepts, and as tokens', () => {
    const token = Token.asNumber({ Ref: 'Number' });
    expect(() => withOptions(TenancyAlarmName.DEAD_LETTERS, { evaluationPeriods: 1440 })).not.toThrow();
    expect(() => withOptions(TenancyAlarmName.DEAD_LETTERS, { period: Duration.days(1), evaluationPeriods: 7 })).not.toThrow();
    expect(() => withOptions(TenancyAlarmName.DEAD_LETTERS, { threshold: token, evaluationPeriods: token, datapointsToAlarm: token })).not.toThrow();
  });

  test('are refused for an unknown name, with the names that there are', () => {
    expect(() => withOptions('DeadLetter', { threshold: 2 })).toThrow('[Stack/Tenancy/Monitoring] The keys of alarms must be names of alarms, but one was "DeadLetter". '
      + `Use one of ${NAMES.join(', ')}.`);
    expect(() => withOptions('toString', {})).toThrow('but one was "toString"');
  });

  test('are refused for an alarm whose part is missing', () => {
    expect(() => monitor({ alarms: { [TenancyAlarmName.CHANGES_LATE]: { threshold: 2 } } }, { changeEvents: { enabled: false } }))
      .toThrow('[Stack/Tenancy/Monitoring] The alarm ChangesLate must come with changeEvents, the part that it watches, but changeEvents is missing. '
        + 'Pass changeEvents, or remove ChangesLate from alarms.');
  });
});

describe('the dashboard', () => {
  let widgets: Widget[];
  beforeAll(() => {
    widgets = widgetsOf(monitored.stack);
  });

  const titled = (title: string) => widgets.find(({ properties }) => properties.title === title)!;

  /** Two metrics are the same if they have the same namespace, name and dimensions. */
  const identity = (namespace: string, name: string, dimensions: ReadonlyArray<readonly [string, unknown]>) =>
    JSON.stringify([namespace, name, [...dimensions].sort()]);

  test('shows the states of all alarms first, beside the runbook', () => {
    expect(widgets[0]).toMatchObject({ type: 'alarm', x: 0, y: 0, properties: { title: 'Alarms' } });
    expect(widgets[0].properties.alarms).toHaveLength(NAMES.length);
    expect(widgets[1]).toMatchObject({ type: 'text', y: 0, properties: { markdown: expect.stringContaining('### Runbook') } });
  });

  test('links to each section of the runbook', () => {
    const links = [...widgets[1].properties.markdown.matchAll(/\[(.+?)\]\(.+?#(.+?)\)/g)].map(([, heading, anchor]) => [heading, anchor]);
    const sections = [...readFileSync(RUNBOOK, 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading]) => [heading, ...anchorsOf(`## ${heading}`)]);

    expect(links).toEqual(sections);
  });

  test('shows numbers of the last day, and the dead letters that there are', () => {
    const numbers = widgets.filter(({ properties }) => properties.view === 'singleValue').map(({ properties }) => properties);

    expect(numbers.map(({ title, setPeriodToTimeRange, start }) => [title, setPeriodToTimeRange, start])).toEqual([
      ['Sign-ups, last 24 hours', true, '-PT24H'],
      ['Tenants created, last 24 hours', true, '-PT24H'],
      ['Sign-ins and refreshes, last 24 hours', true, '-PT24H'],
      ['Dead letters now', undefined, undefined],
    ]);
  });

  test('has a graph of every metric that an alarm watches, and that a function emits', () => {
    const body = JSON.stringify(widgets.filter(({ properties }) => properties.view === 'timeSeries'));
    const drawn = widgets.filter(({ properties }) => properties.view === 'timeSeries').flatMap(({ properties }) => properties.metrics)
      .filter(([first]: any[]) => typeof first === 'string')
      .map(([namespace, name, ...rest]: string[]) => {
        const dimensions = rest.filter((part) => typeof part === 'string');
        const pairs = Array.from({ length: dimensions.length / 2 }, (_, index) => [dimensions[2 * index], dimensions[2 * index + 1]] as const);
        return identity(namespace, name, pairs);
      });
    const watched = Object.values(monitored.alarms)
      .flatMap((alarm: any) => (alarm.Metrics ? alarm.Metrics.flatMap(({ MetricStat }: any) => MetricStat?.Metric ?? []) : [alarm]))
      .map(({ Namespace, MetricName, Dimensions = [] }: any) =>
        identity(Namespace, MetricName, Dimensions.map(({ Name, Value }: any) => [Name, textOf(Value)] as const)));

    expect(watched.length).toBeGreaterThan(NAMES.length);
    expect(watched.filter((metric) => !drawn.includes(metric))).toEqual([]);
    for (const metric of Object.values(METRIC)) expect(body).toContain(metric);
  });

  test('shows errors and throttles of all functions, and throttles of all tables', () => {
    const functions = Object.keys(Template.fromStack(monitored.stack).findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: APPLICATION_NAME } } },
    }));
    const tables = Object.keys(Template.fromStack(monitored.stack).findResources('AWS::DynamoDB::GlobalTable'));

    for (const title of ['Errors of functions', 'Throttles of functions and STS']) {
      expect(functions.filter((id) => !JSON.stringify(titled(title)).includes(id))).toEqual([]);
    }
    const text = JSON.stringify(titled('Throttles of tables'));
    expect(tables.length + Object.keys(Template.fromStack(monitored.stack).findResources('AWS::DynamoDB::Table')).length).toBe(4);
    for (const name of ['tenants', 'users', 'invitations', 'audit']) {
      expect(text).toContain(`${name}, reads`);
      expect(text).toContain(`${name}, writes`);
    }
  });

  test('is a grid without holes and overlaps', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + cell % width},${y + Math.floor(cell / width)}`));

    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.length % 24).toBe(0);
    for (const { x, y, width, height } of widgets) {
      expect([x, y, width, height].every(Number.isInteger)).toBe(true);
      expect(x + width).toBeLessThanOrEqual(24);
    }
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    expect(cells.length).toBe(24 * bottom);
  });

  test('takes a name, and can be switched off', () => {
    const { stack } = monitor({ dashboard: { dashboardName: 'tenants' } });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'tenants' });

    const off = monitor({ dashboard: { enabled: false } });
    Template.fromStack(off.stack).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(off.monitoring.dashboard).toBeUndefined();
  });
});

describe('single parts of a tenancy', () => {
  const part = () => {
    const stack = newStack();
    return { stack, ...newParts(stack), applicationName: APPLICATION_NAME };
  };

  test('have the alarms and graphs of these parts', () => {
    const { stack, eventBus, applicationName } = part();
    new TenancyMonitoring(stack, 'Monitoring', { signUpPublisher: new SignUpPublisher(stack, 'SignUps', { applicationName, eventBus }) });

    expect(Object.keys(alarmsOf(stack)).sort()).toEqual(['SignUpPublishFailed', 'SignUpPublisherErrors']);
    expect(widgetsOf(stack).slice(2).map(({ properties: { title } }) => title)).toEqual([
      'Sign-ups, last 24 hours', 'Sign-ups and tenants', 'Failures at sign-up and sign-in', 'Errors of functions', 'Throttles of functions and STS',
    ]);
  });

  test('may have no alarm', () => {
    const { stack, tables, eventBus, applicationName } = part();
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName, eventBus, tables });
    const memberProfiles = new MemberProfiles(stack, 'Profiles', { saga, userPool: newUserPool(stack, 'Pool') });
    const { alarms } = new TenancyMonitoring(stack, 'Monitoring', { memberProfiles, tables });

    expect(alarms).toEqual([]);
    expect(widgetsOf(stack).map(({ type }) => type)).toEqual(['text', 'metric', 'metric', 'metric']);
  });

  test('can be in another stack', () => {
    const { stack, tables, eventBus, applicationName } = part();
    const saga = new TenantCreationSaga(stack, 'Saga', { applicationName, eventBus, tables });
    const other = new Stack(stack.node.root, 'Other');
    new TenancyMonitoring(other, 'Monitoring', { saga });

    expect(Object.keys(alarmsOf(other)).sort()).toEqual(['DeadLetters', 'SagaFailed', 'SagaTimedOut']);
  });

  test('must be one at least', () => {
    expect(() => new TenancyMonitoring(newStack(), 'Monitoring', { dashboard: {} }))
      .toThrow('[Stack/Monitoring] TenancyMonitoring must be passed at least one part of a tenancy, but was passed none. Pass one of tables, saga,');
  });
});

describe('a tenancy', () => {
  test('has the alarms of what is switched on', () => {
    const alarms = Object.keys(monitor({}, { changeEvents: { enabled: false }, audit: { enabled: false } }).alarms);

    expect(NAMES.filter((name) => !alarms.includes(name))).toEqual(['ChangesLate', 'ChangeUnreadable', 'AuditLate']);
  });

  test('is monitored once', () => {
    const { tenancy } = newTenancy();
    tenancy.addMonitoring();

    expect(() => tenancy.addMonitoring()).toThrow('[Stack/Tenancy] addMonitoring must be called once, but was called twice.');
  });

  test('costs nothing unless monitoring is asked for', () => {
    const template = Template.fromStack(newTenancy().stack);

    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});

test('functions emit under the service name and namespace that the alarms watch', () => {
  Template.fromStack(monitored.stack).allResourcesProperties('AWS::Lambda::Function', {
    Environment: { Variables: { POWERTOOLS_SERVICE_NAME: Match.stringLikeRegexp(APPLICATION_NAME), POWERTOOLS_METRICS_NAMESPACE: 'CdkTenancy' } },
  });
});
