import { Duration } from 'aws-cdk-lib';

/**
 * How soon a person must react to an alarm.
 */
export enum TenancyAlarmSeverity {
  /**
   * Users are affected now: they cannot sign up, sign in or use the app, or they have no tenant.
   */
  CRITICAL = 'CRITICAL',

  /**
   * Nobody is affected yet, or few users are, and it can wait for working hours.
   */
  WARNING = 'WARNING',
}

/**
 * Names of the alarms of a `TenancyMonitoring`.
 *
 * `docs/operations.md` says for each of them where to look and what to do.
 */
export abstract class TenancyAlarmName {
  /**
   * Events are in the dead-letter queue of the saga. Critical, from the first event. Needs `saga`.
   */
  public static readonly DEAD_LETTERS = 'DeadLetters';

  /**
   * An execution of the saga failed. A warning, as its event is in the dead-letter queue. Needs `saga`.
   */
  public static readonly SAGA_FAILED = 'SagaFailed';

  /**
   * An execution of the saga timed out. Critical, because its event may be lost without a dead letter. Needs `saga`.
   */
  public static readonly SAGA_TIMED_OUT = 'SagaTimedOut';

  /**
   * The event bus rejected a sign-up. Critical. Needs `signUpPublisher`.
   */
  public static readonly SIGN_UP_PUBLISH_FAILED = 'SignUpPublishFailed';

  /**
   * The event bus rejected the repeated sign-up of a user who has no tenant. A warning. Needs `preTokenEnricher`.
   */
  public static readonly SIGN_UP_REPUBLISH_FAILED = 'SignUpRepublishFailed';

  /**
   * The post-confirmation function failed, and users see an error. Critical. Needs `signUpPublisher`.
   */
  public static readonly SIGN_UP_PUBLISHER_ERRORS = 'SignUpPublisherErrors';

  /**
   * The tenant of a user who signs in could not be looked up. Critical. Needs `preTokenEnricher`.
   */
  public static readonly TENANT_LOOKUP_FAILED = 'TenantLookupFailed';

  /**
   * The pre-token-generation function failed, and users cannot sign in. Critical. Needs `preTokenEnricher`.
   */
  public static readonly PRE_TOKEN_ENRICHER_ERRORS = 'PreTokenEnricherErrors';

  /**
   * Tokens could not be verified for two of three periods, because the key set of the user pool was not available. Critical. Needs `authorizer`.
   */
  public static readonly KEY_SET_UNAVAILABLE = 'KeySetUnavailable';

  /**
   * The web-app API returned 5xx for two of three periods. Critical. Needs `api`.
   */
  public static readonly API_SERVER_ERRORS = 'ApiServerErrors';

  /**
   * The admin API returned 5xx for two of three periods. Critical, as sign-ins depend on it. Needs `adminApi`.
   */
  public static readonly ADMIN_API_SERVER_ERRORS = 'AdminApiServerErrors';

  /**
   * Changes have not been published for 30 minutes; the threshold is in milliseconds. Critical. Needs `changeEvents`.
   */
  public static readonly CHANGES_LATE = 'ChangesLate';

  /**
   * A change could not be turned into an event. A warning. Needs `changeEvents`.
   */
  public static readonly CHANGE_UNREADABLE = 'ChangeUnreadable';
}

/**
 * How one alarm differs from its defaults.
 */
export interface TenancyAlarmOptions {
  /**
   * Whether there is this alarm.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Decides which topic the alarm notifies.
   *
   * @default - see `TenancyAlarmName`
   */
  readonly severity?: TenancyAlarmSeverity;

  /**
   * The value, above 0, from which on a period counts against the alarm: a number of occurrences, or milliseconds for `CHANGES_LATE`.
   *
   * @default - 1, or 1,800,000 for `CHANGES_LATE`
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
   * How many of the latest periods the alarm looks at. All periods together are one day at most, or seven days with a period of an hour or longer.
   *
   * @default - 1, or 3 for `KEY_SET_UNAVAILABLE` and the errors of the two APIs
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these periods must reach the threshold: at most `evaluationPeriods`.
   *
   * @default - 1, or 2 for `KEY_SET_UNAVAILABLE` and the errors of the two APIs, but at most `evaluationPeriods`
   */
  readonly datapointsToAlarm?: number;
}
