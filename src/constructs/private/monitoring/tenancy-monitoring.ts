import { Duration, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { PreTokenEnricher } from '../../pre-token-enricher';
import type { SignUpPublisher } from '../../sign-up-publisher';
import type { TenantAdminApi } from '../../tenant-admin-api';
import type { TenantApi } from '../../tenant-api';
import type { TenantAuthorizer } from '../../tenant-authorizer';
import type { TenantChangeEvents } from '../../tenant-change-events';
import type { TenantCreationSaga } from '../../tenant-creation-saga';

/** The parts of a tenancy that have metrics. */
export interface Monitored {
  readonly saga: TenantCreationSaga;
  readonly signUpPublisher: SignUpPublisher;
  readonly preTokenEnricher: PreTokenEnricher;
  readonly authorizer: TenantAuthorizer;
  readonly api: TenantApi;
  readonly adminApi: TenantAdminApi;
  readonly changeEvents?: TenantChangeEvents;
}

interface Watch {
  readonly id: string;
  readonly metric: cloudwatch.IMetric;
  /** What an operator reads at night. */
  readonly description: string;
  /** Whether one occurrence is one too many; others have to last for ten minutes of fifteen. */
  readonly isAlwaysSerious: boolean;
  /** From which value on; 1 for what is counted. */
  readonly threshold?: number;
}

/** Half an hour of the twelve that a change is tried for. */
const LATE_CHANGE_MINUTES = 30;

const RUNBOOK = 'See docs/operations.md of cdk-tenancy';

/** What is watched, most telling first. */
function watches({ saga, signUpPublisher, preTokenEnricher, authorizer, api, adminApi, changeEvents }: Monitored): readonly Watch[] {
  const period = Duration.minutes(5);
  return [
    {
      id: 'DeadLetters',
      metric: saga.metricDeadLetters({ period: Duration.minutes(1) }),
      isAlwaysSerious: true,
      description: 'A sign-up did not become a tenant, or a changed name or address did not reach the memberships: the event is in the dead-letter queue',
    },
    { id: 'SagaFailed', metric: saga.metricFailed({ period }), isAlwaysSerious: true, description: 'An execution of the saga failed' },
    {
      id: 'SagaTimedOut',
      metric: saga.metricTimedOut({ period }),
      isAlwaysSerious: true,
      description: 'An execution of the saga ran out of time: there may be no dead letter of it',
    },
    {
      id: 'SignUpPublishFailed',
      metric: signUpPublisher.metricPublishFailed({ period }),
      isAlwaysSerious: true,
      description: 'The bus refused a sign-up: that user has no tenant until the next sign-in',
    },
    {
      id: 'SignUpRepublishFailed',
      metric: preTokenEnricher.metricRepublishFailed({ period }),
      isAlwaysSerious: true,
      description: 'The bus refused to announce a user without a tenant again: that user has no tenant until the next sign-in',
    },
    {
      id: 'SignUpPublisherErrors',
      metric: signUpPublisher.handler.metricErrors({ period }),
      isAlwaysSerious: true,
      description: 'The post-confirmation function failed: users see an error',
    },
    {
      id: 'TenantLookupFailed',
      metric: preTokenEnricher.metricLookupFailed({ period }),
      isAlwaysSerious: true,
      description: 'The tenant of a user could not be looked up: sign-ins fail or lack a tenant',
    },
    {
      id: 'PreTokenEnricherErrors',
      metric: preTokenEnricher.handler.metricErrors({ period }),
      isAlwaysSerious: true,
      description: 'The pre-token function failed: sign-ins fail',
    },
    {
      // Whoever sends tokens can make one of these; an outage makes them for as long as it lasts.
      id: 'KeySetUnavailable',
      metric: authorizer.metricKeySetUnavailable({ period }),
      isAlwaysSerious: false,
      description: 'Tokens cannot be checked: the key set of the user pool does not come',
    },
    {
      id: 'ApiServerErrors',
      metric: api.restApi.metricServerError({ period, statistic: cloudwatch.Stats.SUM }),
      isAlwaysSerious: false,
      description: 'The web-app API answers with server errors',
    },
    {
      id: 'AdminApiServerErrors',
      metric: adminApi.restApi.metricServerError({ period, statistic: cloudwatch.Stats.SUM }),
      isAlwaysSerious: false,
      description: 'The admin API answers with server errors: sign-ins need it',
    },
    ...changeEvents ? watchesOfChanges(changeEvents) : [],
  ];
}

function watchesOfChanges(changeEvents: TenantChangeEvents): readonly Watch[] {
  const period = Duration.minutes(5);
  return [
    {
      id: 'ChangesLate',
      metric: changeEvents.metricDelay({ period }),
      threshold: Duration.minutes(LATE_CHANGE_MINUTES).toMilliseconds(),
      isAlwaysSerious: true,
      description: 'Changes are not published: the bus refuses them, or the function fails. After twelve hours they go into the bucket for failed changes',
    },
    {
      id: 'ChangeUnreadable',
      metric: changeEvents.metricUnreadable({ period }),
      isAlwaysSerious: true,
      description: 'No event could be made of a change: it is in the bucket for failed changes',
    },
  ];
}

/** An alarm for everything that is watched. */
export function createAlarms(scope: Construct, tenancy: Monitored, topic: sns.ITopic): cloudwatch.Alarm[] {
  return watches(tenancy).map(({ id, metric, description, isAlwaysSerious, threshold = 1 }) => {
    const alarm = new cloudwatch.Alarm(scope, id, {
      metric,
      alarmDescription: `${description}. ${RUNBOOK}.`,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: isAlwaysSerious ? 1 : 3,
      datapointsToAlarm: isAlwaysSerious ? 1 : 2,
      // These are counted when they happen only.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(topic));
    alarm.addOkAction(new actions.SnsAction(topic));
    return alarm;
  });
}

/** A page of graphs: what comes in, what becomes of it, what goes wrong. */
export function createDashboard(scope: Construct, id: string, tenancy: Monitored): cloudwatch.Dashboard {
  const { saga, signUpPublisher, preTokenEnricher, authorizer, api, adminApi, changeEvents } = tenancy;
  const graph = (title: string, left: cloudwatch.IMetric[]) => new cloudwatch.GraphWidget({ title, left, width: 8, height: 6 });
  const sum = { statistic: cloudwatch.Stats.SUM };
  return new cloudwatch.Dashboard(scope, id, {
    widgets: [
      [
        graph('Sign-ups and tenants', [
          signUpPublisher.metricPublished({ label: 'signed up' }),
          saga.metricTenantsCreated({ label: 'tenants created' }),
          preTokenEnricher.metricRepublished({ label: 'announced again' }),
          preTokenEnricher.metricChangedUsers({ label: 'changed name or address' }),
        ]),
        graph('Saga', [saga.metricFailed(), saga.metricTimedOut(), saga.metricDeadLetters({ label: 'dead letters' })]),
        graph('Time to a tenant', [
          saga.createTenant.metricTime({ label: 'create tenant' }),
          saga.addFirstAdmin.metricTime({ label: 'add first admin' }),
        ]),
      ],
      [
        graph('Sign-in', [
          preTokenEnricher.metricLookupFailed({ label: 'lookup failed' }),
          preTokenEnricher.handler.metricErrors({ label: 'hook failed' }),
          signUpPublisher.metricPublishFailed({ label: 'publish failed' }),
          preTokenEnricher.metricRepublishFailed({ label: 'announcing again failed' }),
          authorizer.metricKeySetUnavailable({ label: 'key set unavailable' }),
        ]),
        graph('Web-app API', [
          api.restApi.metricCount({ label: 'requests' }),
          api.restApi.metricClientError({ ...sum, label: '4xx' }),
          api.restApi.metricServerError({ ...sum, label: '5xx' }),
        ]),
        graph('Latency', [
          api.restApi.metricLatency({ label: 'web-app API, p99', statistic: 'p99' }),
          adminApi.restApi.metricLatency({ label: 'admin API, p99', statistic: 'p99' }),
        ]),
      ],
      changeEvents ? [
        graph('Change events', [
          changeEvents.metricPublished({ label: 'published' }),
          changeEvents.metricPublishFailed({ label: 'refused by the bus' }),
          changeEvents.metricUnreadable({ label: 'unreadable' }),
        ]),
        graph('Delay of change events', [changeEvents.metricDelay({ label: 'milliseconds' })]),
      ] : [],
    ],
  });
}
