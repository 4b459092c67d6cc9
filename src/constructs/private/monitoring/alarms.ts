import { Duration, Token, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ALARM_DEFINITIONS, type AlarmDefinition } from './alarm-definitions';
import type { Monitored } from './monitored';
import { runbookLink } from './runbook';
import { TenancyAlarmOptions, TenancyAlarmSeverity } from '../../tenancy-alarms';
import { ConstructError } from '../validation/construct-error';
import { isOn } from '../validation/switch';
import { requireDuration } from '../validation/whole-duration';

export interface AlarmsProps {
  /** Settings by alarm name. */
  readonly options: Readonly<Record<string, TenancyAlarmOptions>>;
  readonly topics: Readonly<Record<TenancyAlarmSeverity, sns.ITopic | undefined>>;
}

/** The condition under which an alarm goes off. */
interface Evaluation {
  readonly threshold: number;
  readonly period: Duration;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Creates the alarms of all monitored parts. The keys of the result are their names. */
export function createAlarms(scope: Construct, monitored: Monitored, { options, topics }: AlarmsProps): Map<string, cloudwatch.Alarm> {
  Object.keys(options).forEach((name) => validateName(scope, name, monitored));
  const alarms = new Map<string, cloudwatch.Alarm>();
  for (const [name, definition] of Object.entries(ALARM_DEFINITIONS)) {
    const isAlarmOn = isOn(scope, `alarms.${name}`, options[name]);
    const { enabled: _, severity = definition.severity, ...changes } = options[name] ?? {};
    const evaluation = evaluationOf(scope, name, definition, changes);
    const metric = definition.metricOf(monitored, evaluation.period);
    if (metric && isAlarmOn) {
      alarms.set(name, createAlarm(scope, name, { metric, evaluation, description: definition.description, topic: topics[severity] }));
    }
  }
  return alarms;
}

function createAlarm(
  scope: Construct, name: string,
  { metric, evaluation, description, topic }: { metric: cloudwatch.IMetric; evaluation: Evaluation; description: string; topic?: sns.ITopic },
): cloudwatch.Alarm {
  const { threshold, evaluationPeriods, datapointsToAlarm } = evaluation;
  const alarm = new cloudwatch.Alarm(scope, name, {
    metric,
    alarmDescription: `${description} Runbook: ${runbookLink(name)}`,
    threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods,
    datapointsToAlarm,
    // Most metrics only have values when something happens.
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  if (topic) {
    alarm.addAlarmAction(new actions.SnsAction(topic));
    alarm.addOkAction(new actions.SnsAction(topic));
  }
  return alarm;
}

function validateName(scope: Construct, name: string, monitored: Monitored): void {
  const definition = Object.hasOwn(ALARM_DEFINITIONS, name) ? ALARM_DEFINITIONS[name] : undefined;
  if (definition === undefined) {
    throw new ConstructError(scope, `The keys of alarms must be names of alarms, but one was ${JSON.stringify(name)}. `
      + `Use one of ${Object.keys(ALARM_DEFINITIONS).join(', ')}.`);
  }
  if (monitored[definition.part] === undefined) {
    throw new ConstructError(scope, `The alarm ${name} must come with ${definition.part}, the part that it watches, but ${definition.part} is missing. `
      + `Pass ${definition.part}, or remove ${name} from alarms.`);
  }
}

function evaluationOf(scope: Construct, name: string, definition: AlarmDefinition, options: TenancyAlarmOptions): Evaluation {
  const {
    threshold = definition.threshold ?? 1,
    period = Duration.minutes(definition.periodMinutes ?? 5),
    evaluationPeriods = definition.hasToLast ? 3 : 1,
  } = options;
  const datapointsToAlarm = options.datapointsToAlarm ?? defaultDatapoints(definition, evaluationPeriods);
  if (isKnown(threshold) && !(Number.isFinite(threshold) && threshold > 0)) {
    throw new ConstructError(scope, `threshold of the alarm ${name} must be a number above 0, but was ${threshold}. Use enabled: false for no alarm.`);
  }
  requireDuration(scope, `period of the alarm ${name}`, period);
  if (!period.isUnresolved() && !(isWholeNumber(period.toSeconds({ integral: false }) / 60))) {
    throw new ConstructError(scope, `period of the alarm ${name} must be whole minutes, but was ${period.toHumanString()}. `
      + 'The metrics have a value for each minute: use Duration.minutes(5), for example.');
  }
  if (isKnown(evaluationPeriods) && !isWholeNumber(evaluationPeriods)) {
    throw new ConstructError(scope, `evaluationPeriods of the alarm ${name} must be a whole number, at least 1, but was ${evaluationPeriods}.`);
  }
  if (isKnown(datapointsToAlarm) && isKnown(evaluationPeriods) && !(isWholeNumber(datapointsToAlarm) && datapointsToAlarm <= evaluationPeriods)) {
    throw new ConstructError(scope, `datapointsToAlarm of the alarm ${name} must be a whole number from 1 to evaluationPeriods, which is ${evaluationPeriods}, `
      + `but was ${datapointsToAlarm}. The alarm could never go off.`);
  }
  validateTotal(scope, name, period, evaluationPeriods);
  return { threshold, period, evaluationPeriods, datapointsToAlarm };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function validateTotal(scope: Construct, name: string, period: Duration, evaluationPeriods: number): void {
  if (period.isUnresolved() || !isKnown(evaluationPeriods)) {
    return;
  }
  const days = period.toSeconds() < HOUR_SECONDS ? 1 : 7;
  if (period.toSeconds() * evaluationPeriods > days * DAY_SECONDS) {
    throw new ConstructError(scope, `All periods of the alarm ${name} together must be at most ${days === 1 ? 'one day' : 'seven days'}, `
      + `but were ${evaluationPeriods} times ${period.toHumanString()}. Shorten period, or lower evaluationPeriods.`);
  }
}

function defaultDatapoints({ hasToLast }: AlarmDefinition, evaluationPeriods: number): number {
  const datapoints = hasToLast ? 2 : 1;
  return isKnown(evaluationPeriods) ? Math.min(datapoints, evaluationPeriods) : datapoints;
}

function isKnown(value: number): boolean {
  return !Token.isUnresolved(value);
}

function isWholeNumber(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
