import { Duration, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import type { Monitored } from './monitored';
import { TenancyAlarmName, TenancyAlarmSeverity } from '../../tenancy-alarms';

interface AlarmDefaults {
  readonly severity: TenancyAlarmSeverity;
  /** The first text that the person on call reads. It must be clear without the code. */
  readonly description: string;
  /** @default 1 */
  readonly threshold?: number;
  /** @default 5 */
  readonly periodMinutes?: number;
  /** Whether two of three periods must be bad, because single occurrences are harmless. */
  readonly hasToLast?: boolean;
}

export interface AlarmDefinition extends AlarmDefaults {
  /** The part that the alarm watches. */
  readonly part: keyof Monitored;
  /** @returns `undefined` if the part is not monitored */
  readonly metricOf: (monitored: Monitored, period: Duration) => cloudwatch.IMetric | undefined;
}

type Part<Name extends keyof Monitored> = NonNullable<Monitored[Name]>;

function define<Name extends keyof Monitored>(
  part: Name, metric: (part: Part<Name>, options: { period: Duration }) => cloudwatch.IMetric, defaults: AlarmDefaults,
): AlarmDefinition {
  return { ...defaults, part, metricOf: ({ [part]: monitored }, period) => (monitored ? metric(monitored as Part<Name>, { period }) : undefined) };
}

const { CRITICAL, WARNING } = TenancyAlarmSeverity;

/** Half an hour. A change is retried for twelve hours. */
const LATE_CHANGE_MILLISECONDS = 30 * 60 * 1000;

/** All alarms by name, in the order of the dashboard: the most important ones first. */
export const ALARM_DEFINITIONS: Readonly<Record<string, AlarmDefinition>> = {
  [TenancyAlarmName.DEAD_LETTERS]: define('saga', (saga, options) => saga.metricDeadLetters(options), {
    severity: CRITICAL,
    periodMinutes: 1,
    description: 'Events are in the dead-letter queue: a sign-up did not become a tenant, a changed name or address did not reach the memberships, a tenant was not deleted, or its admins got no email about its closure.',
  }),
  [TenancyAlarmName.SAGA_FAILED]: define('saga', (saga, options) => saga.metricFailed(options), {
    severity: WARNING,
    description: 'An execution of the saga failed. Its event is in the dead-letter queue.',
  }),
  [TenancyAlarmName.SAGA_TIMED_OUT]: define('saga', (saga, options) => saga.metricTimedOut(options), {
    severity: CRITICAL,
    description: 'An execution of the saga timed out, perhaps without a dead letter.',
  }),
  [TenancyAlarmName.SIGN_UP_PUBLISH_FAILED]: define('signUpPublisher', (publisher, options) => publisher.metricPublishFailed(options), {
    severity: CRITICAL,
    description: 'The event bus rejected a sign-up. The user has no tenant until the next sign-in.',
  }),
  [TenancyAlarmName.SIGN_UP_REPUBLISH_FAILED]: define('preTokenEnricher', (enricher, options) => enricher.metricRepublishFailed(options), {
    severity: WARNING,
    description: 'The event bus rejected the repeated sign-up of a user without a tenant. The next sign-in of the user tries again.',
  }),
  [TenancyAlarmName.SIGN_UP_PUBLISHER_ERRORS]: define('signUpPublisher', ({ handler }, options) => handler.metricErrors(options), {
    severity: CRITICAL,
    description: 'The post-confirmation function failed. Users see an error when they confirm their sign-up.',
  }),
  [TenancyAlarmName.TENANT_LOOKUP_FAILED]: define('preTokenEnricher', (enricher, options) => enricher.metricLookupFailed(options), {
    severity: CRITICAL,
    description: 'The tenant of a user could not be looked up. Sign-ins fail, or tokens have no tenant.',
  }),
  [TenancyAlarmName.PRE_TOKEN_ENRICHER_ERRORS]: define('preTokenEnricher', ({ handler }, options) => handler.metricErrors(options), {
    severity: CRITICAL,
    description: 'The pre-token-generation function failed. Users cannot sign in.',
  }),
  // Any caller can cause single occurrences with invalid tokens. In an outage, they continue.
  [TenancyAlarmName.KEY_SET_UNAVAILABLE]: define('authorizer', (authorizer, options) => authorizer.metricKeySetUnavailable(options), {
    severity: CRITICAL,
    hasToLast: true,
    description: 'Tokens cannot be verified, because the key set of the user pool is not available.',
  }),
  [TenancyAlarmName.API_SERVER_ERRORS]: define('api', ({ restApi }, options) => restApi.metricServerError({ ...options, statistic: cloudwatch.Stats.SUM }), {
    severity: CRITICAL,
    hasToLast: true,
    description: 'The web-app API returns server errors.',
  }),
  [TenancyAlarmName.ADMIN_API_SERVER_ERRORS]: define('adminApi', ({ restApi }, options) => restApi.metricServerError({ ...options, statistic: cloudwatch.Stats.SUM }), {
    severity: CRITICAL,
    hasToLast: true,
    description: 'The admin API returns server errors. With TenantLookup.ADMIN_API, sign-ins depend on it.',
  }),
  [TenancyAlarmName.CHANGES_LATE]: define('changeEvents', (changeEvents, options) => changeEvents.metricDelay(options), {
    severity: CRITICAL,
    threshold: LATE_CHANGE_MILLISECONDS,
    description: 'Changes are not published: the event bus rejects them, or the function fails. After twelve hours they go to the bucket for failed changes.',
  }),
  [TenancyAlarmName.CHANGE_UNREADABLE]: define('changeEvents', (changeEvents, options) => changeEvents.metricUnreadable(options), {
    severity: WARNING,
    description: 'A change could not be turned into an event. It is in the bucket for failed changes.',
  }),
  [TenancyAlarmName.AUDIT_LATE]: define('auditLog', (auditLog, options) => auditLog.metricDelay(options), {
    severity: CRITICAL,
    threshold: LATE_CHANGE_MILLISECONDS,
    description: 'Changes are not recorded in the audit log: the table or the event bus rejects them, or the function fails. After twelve hours they go to the bucket for failed changes.',
  }),
  [TenancyAlarmName.SWEEP_ERRORS]: define('lifecycle', ({ sweepHandler }, options) => sweepHandler.metricErrors(options), {
    severity: WARNING,
    description: 'The search for due deletions failed. Closed tenants are not deleted.',
  }),
  [TenancyAlarmName.DELETION_STALLED]: define('lifecycle', (lifecycle, options) => lifecycle.metricStalled(options), {
    severity: WARNING,
    description: 'A deletion has failed and is not running. A closed tenant is not deleted.',
  }),
};
