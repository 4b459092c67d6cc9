import { aws_cloudwatch as cloudwatch, aws_dynamodb as dynamodb, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Monitored } from './monitored';
import { RUNBOOK_HEADINGS, runbookLink } from './runbook';

export interface MonitoringDashboardProps {
  readonly dashboardName?: string;
  readonly alarms: readonly cloudwatch.Alarm[];
}

/** The width of a dashboard, in grid units. */
const COLUMNS = 24;

const GRAPHS_IN_ROW = 3;

/** Creates the CloudWatch dashboard of a tenancy: alarms, then numbers, then graphs of traffic, results and failures. */
export function createDashboard(
  scope: Construct, id: string, monitored: Monitored, { dashboardName, alarms }: MonitoringDashboardProps,
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName,
    widgets: [
      topRow(alarms),
      numbers(monitored),
      ...rowsOf(graphs(monitored)),
    ],
  });
}

/** The states of all alarms, and links to the runbook. */
function topRow(alarms: readonly cloudwatch.Alarm[]): cloudwatch.IWidget[] {
  const markdown = ['### Runbook', ...RUNBOOK_HEADINGS.map((heading) => `- [${heading}](${runbookLink(heading)})`)].join('\n');
  const height = 6;
  if (alarms.length === 0) {
    return [new cloudwatch.TextWidget({ markdown, width: COLUMNS, height })];
  }
  return [
    new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 16, height }),
    new cloudwatch.TextWidget({ markdown, width: 8, height }),
  ];
}

function numbers({ saga, signUpPublisher, preTokenEnricher }: Monitored): cloudwatch.IWidget[] {
  const ofToday = { setPeriodToTimeRange: true, start: '-PT24H' };
  const props: cloudwatch.SingleValueWidgetProps[] = [
    ...signUpPublisher ? [{ title: 'Sign-ups, last 24 hours', metrics: [signUpPublisher.metricPublished({ label: 'sign-ups' })], ...ofToday }] : [],
    ...saga ? [{ title: 'Tenants created, last 24 hours', metrics: [saga.metricTenantsCreated({ label: 'tenants' })], ...ofToday }] : [],
    ...preTokenEnricher ? [{
      title: 'Sign-ins and refreshes, last 24 hours', metrics: [preTokenEnricher.handler.metricInvocations({ label: 'tokens' })], ...ofToday,
    }] : [],
    ...saga ? [{ title: 'Dead letters now', metrics: [saga.metricDeadLetters({ label: 'dead letters' })] }] : [],
  ];
  return props.map((number) => new cloudwatch.SingleValueWidget({ ...number, width: COLUMNS / props.length, height: 4 }));
}

interface Graph {
  readonly title: string;
  readonly metrics: readonly cloudwatch.IMetric[];
}

function graphs(monitored: Monitored): cloudwatch.IWidget[] {
  const { saga, signUpPublisher, preTokenEnricher, authorizer, api, adminApi, invitations, changeEvents, auditLog, lifecycle } = monitored;
  const sum = { statistic: cloudwatch.Stats.SUM };
  const functions = functionsOf(monitored);
  const all: Graph[] = [
    {
      title: 'Sign-ups and tenants',
      metrics: [
        ...signUpPublisher ? [signUpPublisher.metricPublished({ label: 'sign-ups' })] : [],
        ...saga ? [saga.metricTenantsCreated({ label: 'tenants created' })] : [],
        ...preTokenEnricher ? [
          preTokenEnricher.metricRepublished({ label: 'sign-ups repeated' }),
          preTokenEnricher.metricChangedUsers({ label: 'names or addresses changed' }),
        ] : [],
      ],
    },
    {
      title: 'Failures of the saga and of deletions',
      metrics: [
        ...saga ? [
          saga.metricFailed({ label: 'failed' }),
          saga.metricTimedOut({ label: 'timed out' }),
          saga.metricDeadLetters({ label: 'dead letters' }),
        ] : [],
        ...lifecycle ? [lifecycle.metricStalled({ label: 'stalled deletions' })] : [],
      ],
    },
    {
      title: 'Duration of the saga, in milliseconds',
      metrics: saga ? [
        saga.createTenant.metricTime({ label: 'create tenant' }),
        saga.addFirstAdmin.metricTime({ label: 'add first admin' }),
      ] : [],
    },
    {
      title: 'Failures at sign-up and sign-in',
      metrics: [
        ...signUpPublisher ? [
          signUpPublisher.metricPublishFailed({ label: 'sign-up rejected by the bus' }),
          signUpPublisher.handler.metricErrors({ label: 'post-confirmation function failed' }),
        ] : [],
        ...preTokenEnricher ? [
          preTokenEnricher.metricRepublishFailed({ label: 'repeated sign-up rejected by the bus' }),
          preTokenEnricher.metricLookupFailed({ label: 'tenant lookup failed' }),
          preTokenEnricher.metricSignInNotRecorded({ label: 'sign-in not recorded' }),
          preTokenEnricher.handler.metricErrors({ label: 'pre-token function failed' }),
        ] : [],
        ...authorizer ? [
          authorizer.metricKeySetUnavailable({ label: 'key set unavailable' }), authorizer.metricRightsUnavailable({ label: 'rights unavailable' }),
        ] : [],
      ],
    },
    ...[{ title: 'Web-app API', restApi: api?.restApi }, { title: 'Admin API', restApi: adminApi?.restApi }].map(({ title, restApi }) => ({
      title,
      metrics: restApi ? [
        restApi.metricCount({ label: 'requests' }),
        restApi.metricClientError({ ...sum, label: '4xx' }),
        restApi.metricServerError({ ...sum, label: '5xx' }),
      ] : [],
    })),
    {
      title: 'Latency of the APIs, p99 in milliseconds',
      metrics: [
        ...api ? [api.restApi.metricLatency({ label: 'web-app API', statistic: 'p99' })] : [],
        ...adminApi ? [adminApi.restApi.metricLatency({ label: 'admin API', statistic: 'p99' })] : [],
      ],
    },
    {
      title: 'Change events',
      metrics: changeEvents ? [
        changeEvents.metricPublished({ label: 'published' }),
        changeEvents.metricPublishFailed({ label: 'rejected by the bus' }),
        changeEvents.metricUnreadable({ label: 'unreadable' }),
      ] : [],
    },
    {
      title: 'Delay of changes, in milliseconds',
      metrics: [
        ...changeEvents ? [changeEvents.metricDelay({ label: 'change events' })] : [],
        ...auditLog ? [auditLog.metricDelay({ label: 'audit log' })] : [],
      ],
    },
    { title: 'Errors of functions', metrics: functions.map(({ label, handler }) => handler.metricErrors({ label })) },
    {
      title: 'Throttles of functions and STS',
      metrics: [
        ...functions.map(({ label, handler }) => handler.metricThrottles({ label })),
        ...api ? [api.metricStsRegionChanged({ label: 'web-app API, STS of another Region' })] : [],
        ...invitations ? [invitations.metricStsRegionChanged({ label: 'invitations, STS of another Region' })] : [],
      ],
    },
    {
      title: 'Throttles of tables',
      metrics: tablesOf(monitored).flatMap(({ label, table }) => [
        table.metric('ReadThrottleEvents', { ...sum, label: `${label}, reads` }),
        table.metric('WriteThrottleEvents', { ...sum, label: `${label}, writes` }),
      ]),
    },
  ];
  return all.filter(({ metrics }) => metrics.length > 0).map(({ title, metrics }) => new cloudwatch.GraphWidget({
    title,
    left: [...metrics],
    leftYAxis: { min: 0, showUnits: false },
    width: COLUMNS / GRAPHS_IN_ROW,
    height: 6,
  }));
}

function functionsOf({
  signUpPublisher, preTokenEnricher, memberProfiles, authorizer, api, adminApi, additionalTenants, sessions, invitations, changeEvents,
  auditLog, lifecycle,
}: Monitored): ReadonlyArray<{ label: string; handler: lambda.IFunction }> {
  const handlers: Record<string, lambda.IFunction | undefined> = {
    'post-confirmation': signUpPublisher?.handler,
    'pre-token': preTokenEnricher?.handler,
    'member profiles': memberProfiles?.handler,
    'authorizer': authorizer?.handler,
    'web-app API': api?.handler,
    'more tenants': additionalTenants?.handler,
    'ends of sessions': sessions?.handler,
    'invitations': invitations?.handler,
    'invited users': invitations?.invitedHandler,
    'tenant lookup': adminApi?.lookUpHandler,
    'admin API': adminApi?.handler,
    'administration': adminApi?.administrationHandler,
    'repairs': adminApi?.repairHandler,
    'exports by operators': adminApi?.exportHandler,
    'change events': changeEvents?.handler,
    'audit log': auditLog?.readHandler,
    'audit records': auditLog?.writeHandler,
    'audit archive': auditLog?.archiveHandler,
    'closures': lifecycle?.closureHandler,
    'user erasures': lifecycle?.userErasureHandler,
    'due deletions': lifecycle?.sweepHandler,
    'erasure': lifecycle?.erasureHandler,
    'former members': lifecycle?.formerMembersHandler,
    'emails to admins': lifecycle?.adminNoticesHandler,
    'exports': lifecycle?.exportHandler,
    'export worker': lifecycle?.exportWorker,
  };
  return Object.entries(handlers).flatMap(([label, handler]) => (handler ? [{ label, handler }] : []));
}

function tablesOf({ tables, saga, invitations, auditLog }: Monitored): ReadonlyArray<{ label: string; table: dynamodb.ITable }> {
  const { tenants, users } = tables ?? saga?.tables ?? {};
  const named = { tenants, users, invitations: invitations?.table, audit: auditLog?.table };
  return Object.entries(named).flatMap(([label, table]) => (table ? [{ label, table }] : []));
}

function rowsOf(widgets: readonly cloudwatch.IWidget[]): cloudwatch.IWidget[][] {
  return Array.from({ length: Math.ceil(widgets.length / GRAPHS_IN_ROW) }, (_, row) => widgets.slice(row * GRAPHS_IN_ROW, (row + 1) * GRAPHS_IN_ROW));
}
