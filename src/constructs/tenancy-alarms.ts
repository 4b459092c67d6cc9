import { Duration } from 'aws-cdk-lib';

/**
 * Severity of an alarm: how soon a person must react.
 */
export enum TenancyAlarmSeverity {
  /**
   * Users are affected now. They cannot sign up, sign in or use the app, or they have no tenant.
   */
  CRITICAL = 'CRITICAL',

  /**
   * No users are affected yet, or only a few. The alarm can wait for working hours.
   */
  WARNING = 'WARNING',
}

/**
 * Names of the alarms of a `TenancyMonitoring`.
 *
 * `docs/operations.md` describes the checks and actions for each of them.
 */
export abstract class TenancyAlarmName {
  /**
   * Events are in the dead-letter queue of the saga. Critical, from the first event on. Requires `saga`.
   */
  public static readonly DEAD_LETTERS = 'DeadLetters';

  /**
   * An execution of the saga failed. A warning, because its event is in the dead-letter queue. Requires `saga`.
   */
  public static readonly SAGA_FAILED = 'SagaFailed';

  /**
   * An execution of the saga timed out. Critical, because its event may be lost without a dead letter. Requires `saga`.
   */
  public static readonly SAGA_TIMED_OUT = 'SagaTimedOut';

  /**
   * The event bus rejected a sign-up. Critical. Requires `signUpPublisher`.
   */
  public static readonly SIGN_UP_PUBLISH_FAILED = 'SignUpPublishFailed';

  /**
   * The event bus rejected the repeated sign-up of a user who has no tenant. A warning. Requires `preTokenEnricher`.
   */
  public static readonly SIGN_UP_REPUBLISH_FAILED = 'SignUpRepublishFailed';

  /**
   * The post-confirmation function failed, and users see an error. Critical. Requires `signUpPublisher`.
   */
  public static readonly SIGN_UP_PUBLISHER_ERRORS = 'SignUpPublisherErrors';

  /**
   * The tenant of a user who signs in could not be looked up. Critical. Requires `preTokenEnricher`.
   */
  public static readonly TENANT_LOOKUP_FAILED = 'TenantLookupFailed';

  /**
   * The pre-token-generation function failed, and users cannot sign in. Critical. Requires `preTokenEnricher`.
   */
  public static readonly PRE_TOKEN_ENRICHER_ERRORS = 'PreTokenEnricherErrors';

  /**
   * Tokens could not be verified for two of three periods, because the key set of the user pool was not available. Critical. Requires `authorizer`.
   */
  public static readonly KEY_SET_UNAVAILABLE = 'KeySetUnavailable';

  /**
   * The web-app API returned 5xx for two of three periods. Critical. Requires `api`.
   */
  public static readonly API_SERVER_ERRORS = 'ApiServerErrors';

  /**
   * The admin API returned 5xx for two of three periods. Critical, because sign-ins with `TenantLookup.ADMIN_API` depend on it. Requires
   * `adminApi`.
   */
  public static readonly ADMIN_API_SERVER_ERRORS = 'AdminApiServerErrors';

  /**
   * Changes have not been published for 30 minutes; the threshold is in milliseconds. Critical. Requires `changeEvents`.
   */
  public static readonly CHANGES_LATE = 'ChangesLate';

  /**
   * A change could not be turned into an event. A warning. Requires `changeEvents`.
   */
  public static readonly CHANGE_UNREADABLE = 'ChangeUnreadable';

  /**
   * Changes have not been recorded in the audit log for 30 minutes; the threshold is in milliseconds. Critical. Requires `auditLog`.
   */
  public static readonly AUDIT_LATE = 'AuditLate';

  /**
   * The search for due deletions of tenants failed. A warning: the next one, 15 minutes later, finds them too. Requires `lifecycle`.
   */
  public static readonly SWEEP_ERRORS = 'SweepErrors';

  /**
   * A deletion of a tenant has failed and is not running. A warning. Requires `lifecycle`.
   */
  public static readonly DELETION_STALLED = 'DeletionStalled';
}

/**
 * Settings of one alarm.
 */
export interface TenancyAlarmOptions {
  /**
   * Whether the alarm is created.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Severity of the alarm, which decides which topic it notifies.
   *
   * @default - see `TenancyAlarmName`
   */
  readonly severity?: TenancyAlarmSeverity;

  /**
   * The alarm's threshold per period, above 0: a number of occurrences, or milliseconds for `CHANGES_LATE` and `AUDIT_LATE`.
   *
   * @default - 1, or 1,800,000 for `CHANGES_LATE` and `AUDIT_LATE`
   */
  readonly threshold?: number;

  /**
   * Length of a period, in whole minutes.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   * @default - 5 minutes, or 1 minute for `DEAD_LETTERS`
   */
  readonly period?: Duration;

  /**
   * Number of the latest periods that the alarm evaluates. All periods together must be at most one day, or seven days if a period is an hour
   * or longer.
   *
   * @default - 1, or 3 for `KEY_SET_UNAVAILABLE` and the errors of the two APIs
   */
  readonly evaluationPeriods?: number;

  /**
   * Number of these periods that must reach the threshold: at most `evaluationPeriods`.
   *
   * @default - 1, or 2 for `KEY_SET_UNAVAILABLE` and the errors of the two APIs, but at most `evaluationPeriods`
   */
  readonly datapointsToAlarm?: number;
}
