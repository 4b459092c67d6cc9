import { aws_cloudwatch as cloudwatch, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AdditionalTenants } from './additional-tenants';
import { MemberProfiles } from './member-profiles';
import { PreTokenEnricher } from './pre-token-enricher';
import { createAlarms } from './private/monitoring/alarms';
import { createDashboard } from './private/monitoring/dashboard';
import { MONITORED_PARTS } from './private/monitoring/monitored';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk } from './private/validation/one-cdk';
import { isOn } from './private/validation/switch';
import { SignUpPublisher } from './sign-up-publisher';
import { TenancyAlarmOptions, TenancyAlarmSeverity } from './tenancy-alarms';
import { TenantAdminApi } from './tenant-admin-api';
import { TenantApi } from './tenant-api';
import { TenantAuditLog } from './tenant-audit-log';
import { TenantAuthorizer } from './tenant-authorizer';
import { TenantChangeEvents } from './tenant-change-events';
import { TenantCreationSaga } from './tenant-creation-saga';
import { TenantInvitations } from './tenant-invitations';
import { TenantLifecycle } from './tenant-lifecycle';
import { ITenantTables } from './tenant-tables';
import { UserSessions } from './user-sessions';

/**
 * Options for the CloudWatch dashboard of a `TenancyMonitoring`.
 */
export interface TenancyMonitoringDashboardOptions {
  /**
   * Whether the dashboard is created.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of the dashboard: at most 255 letters, digits, hyphens and underscores. It must be unique in the account.
   *
   * @default - a name that CloudFormation generates
   */
  readonly dashboardName?: string;
}

/**
 * Options for monitoring: topics and settings of the alarms, and the CloudWatch dashboard.
 */
export interface TenancyMonitoringOptions {
  /**
   * The topic for critical alarms. It is notified when an alarm goes off and when the alarm is over. If the topic is encrypted, the key policy
   * must allow Amazon CloudWatch to use the key.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - no topic: critical alarms are only shown on the dashboard
   */
  readonly criticalTopic?: sns.ITopic;

  /**
   * The topic for warnings.
   *
   * @default - `criticalTopic`
   */
  readonly warningTopic?: sns.ITopic;

  /**
   * Settings of alarms that differ from the defaults, by the names in `TenancyAlarmName`. The part that an alarm watches must be passed.
   *
   * @default - all alarms of the parts that are passed, with the defaults in `TenancyAlarmName`
   */
  readonly alarms?: { [name: string]: TenancyAlarmOptions };

  /**
   * Options for the CloudWatch dashboard.
   *
   * @default - a dashboard with a generated name
   */
  readonly dashboard?: TenancyMonitoringDashboardOptions;
}

/**
 * Properties of `TenancyMonitoring`. At least one part of a tenancy is required.
 */
export interface TenancyMonitoringProps extends TenancyMonitoringOptions {
  /**
   * Watches whether sign-ups become tenants.
   *
   * @default - not monitored
   */
  readonly saga?: TenantCreationSaga;

  /**
   * Watches whether sign-ups are published.
   *
   * @default - not monitored
   */
  readonly signUpPublisher?: SignUpPublisher;

  /**
   * Watches whether users can sign in.
   *
   * @default - not monitored
   */
  readonly preTokenEnricher?: PreTokenEnricher;

  /**
   * Shows the function on the dashboard. Events that it cannot process are in the dead-letter queue of the saga.
   *
   * @default - not monitored
   */
  readonly memberProfiles?: MemberProfiles;

  /**
   * Watches whether tokens can be verified.
   *
   * @default - not monitored
   */
  readonly authorizer?: TenantAuthorizer;

  /**
   * Watches the web-app API.
   *
   * @default - not monitored
   */
  readonly api?: TenantApi;

  /**
   * Watches the admin API.
   *
   * @default - not monitored
   */
  readonly adminApi?: TenantAdminApi;

  /**
   * Shows the function on the dashboard. Its server errors are part of those of the web-app API.
   *
   * @default - not monitored
   */
  readonly additionalTenants?: AdditionalTenants;

  /**
   * Shows the function on the dashboard. Its server errors are part of those of the two APIs.
   *
   * @default - not monitored
   */
  readonly sessions?: UserSessions;

  /**
   * Shows the functions and the table on the dashboard. Server errors of the functions are part of those of the web-app API.
   *
   * @default - not monitored
   */
  readonly invitations?: TenantInvitations;

  /**
   * Watches whether changes are published.
   *
   * @default - not monitored
   */
  readonly changeEvents?: TenantChangeEvents;

  /**
   * The audit log.
   *
   * @default - not monitored
   */
  readonly auditLog?: TenantAuditLog;

  /**
   * Watches whether due deletions are started. Deletions that fail are in the dead-letter queue of the saga.
   *
   * @default - not monitored
   */
  readonly lifecycle?: TenantLifecycle;

  /**
   * Shows throttles of the tables on the dashboard.
   *
   * @default - the tables of the saga
   */
  readonly tables?: ITenantTables;
}

/**
 * CloudWatch alarms and a CloudWatch dashboard for the parts of a tenancy.
 *
 * Each alarm has a name from `TenancyAlarmName`, a severity, and a link to the runbook in its description. The dashboard shows the states of
 * all alarms, the numbers of the last 24 hours, and graphs of the alarms' metrics, errors and throttles.
 *
 * `tenancy.addMonitoring()` passes all parts of a `Tenancy`.
 *
 * @see https://github.com/cdk-tenancy/cdk-tenancy/blob/main/docs/operations.md
 */
export class TenancyMonitoring extends Construct {
  /**
   * All alarms.
   */
  public readonly alarms: cloudwatch.Alarm[];

  /**
   * The CloudWatch dashboard. Undefined if switched off.
   */
  public readonly dashboard?: cloudwatch.Dashboard;

  private readonly alarmsByName: ReadonlyMap<string, cloudwatch.Alarm>;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   *
   * @throws an error if no part is passed, if the name of an alarm is unknown, or if CloudWatch would reject an alarm
   */
  public constructor(scope: Construct, id: string, props: TenancyMonitoringProps) {
    super(inOneCdk(scope, id, props), id);
    if (MONITORED_PARTS.every((part) => props[part] === undefined)) {
      throw new ConstructError(this, `TenancyMonitoring must be passed at least one part of a tenancy, but was passed none. Pass one of ${MONITORED_PARTS.join(', ')}.`);
    }

    const { criticalTopic, warningTopic = criticalTopic, alarms = {}, dashboard = {} } = props;
    this.alarmsByName = createAlarms(this, props, {
      options: alarms,
      topics: { [TenancyAlarmSeverity.CRITICAL]: criticalTopic, [TenancyAlarmSeverity.WARNING]: warningTopic },
    });
    this.alarms = [...this.alarmsByName.values()];
    if (isOn(this, 'dashboard', dashboard)) {
      this.dashboard = createDashboard(this, 'Dashboard', props, { dashboardName: dashboard.dashboardName, alarms: this.alarms });
    }
  }

  /**
   * Returns the alarm with a name.
   *
   * @param name A name from `TenancyAlarmName`.
   * @throws an error if the alarm does not exist
   */
  public alarm(name: string): cloudwatch.Alarm {
    const alarm = this.alarmsByName.get(name);
    if (alarm === undefined) {
      throw new ConstructError(this, `name must be one of ${[...this.alarmsByName.keys()].join(', ') || 'none'}, but was ${JSON.stringify(name)}. `
        + 'Pass the part that the alarm watches, or enable the alarm.');
    }
    return alarm;
  }
}
