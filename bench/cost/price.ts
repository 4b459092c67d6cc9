import { PRICES } from './prices';
import type { ApiRequest, Design, Execution, FunctionCall, Usage } from './usage';
import type { Resource, Template } from '../apps/synthesize';

/** A function with this much memory has one processor. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEMORY_OF_ONE_PROCESSOR = 1_769;

/** The part of requests that X-Ray records by default, in addition to the first request of each second. */
const TRACED = 0.05;

/** Bytes that Lambda logs for each successful call: START, END and REPORT, or the same in JSON, which can be turned off. */
const LAMBDA_LOG_BYTES = { Text: 370, JSON: 720 };

/** Bytes of an entry in the access log of an API, if it has one. */
const ACCESS_LOG_BYTES = 700;

/** Bytes that an execution logs for each event of its history, without and with data. */
const EXECUTION_LOG_BYTES = { plain: 350, withData: 1_000 };

/** Numbers of events in the history of an execution. */
const EVENTS_OF_EXECUTION = 2;
const EVENTS_OF_STATE = 2;
const EVENTS_OF_TASK = 3;

/** AWS bills Express executions in steps of 64 MB and 100 ms. */
const EXPRESS_GIGABYTES = 64 / 1_024;
const EXPRESS_STEP_MS = 100;

const BYTES_OF_GIGABYTE = 1e9;

/** The price of a million actions in USD. @param traced the part of them that X-Ray records */
export function priceOfMillion({ template }: Pick<Design, 'template'>, usage: Usage, traced = TRACED): number {
  const { functionCalls = [], executions = [], apiRequests = [], events = 0, readUnits = 0, writeUnits = 0 } = usage;
  const { stored = { bytes: 0, months: 0 } } = usage;
  const { perMillion, perGigabyteMonth } = PRICES;
  return sum(apiRequests.map((request) => priceOfRequests(template, request)))
    + events * perMillion.events
    + readUnits * perMillion.readUnits
    + writeUnits * perMillion.writeUnits
    + 1e6 * stored.bytes / BYTES_OF_GIGABYTE * stored.months * (perGigabyteMonth.table + perGigabyteMonth.pointInTimeRecovery)
    + sum(functionCalls.map((call) => (call.times ?? 1) * priceOfCalls(template, call, traced)))
    + sum(executions.map((execution) => priceOfExecutions(template, execution, traced)));
}

function priceOfRequests(template: Template, { kind, stage }: ApiRequest): number {
  const { AccessLogSetting } = resource(template, stage).Properties;
  return PRICES.perMillion[kind === 'REST' ? 'restApiRequests' : 'httpApiRequests'] + (AccessLogSetting === undefined ? 0 : priceOfLogs(ACCESS_LOG_BYTES));
}

function priceOfCalls(template: Template, { logicalId, cpuMs, waitMs, joinsTrace = false }: FunctionCall, traced: number): number {
  const { MemorySize = 128, Architectures: [architecture] = ['x86_64'], TracingConfig, LoggingConfig } = resource(template, logicalId).Properties;
  const slowness = Math.max(1, MEMORY_OF_ONE_PROCESSOR / MemorySize);
  const seconds = Math.ceil(waitMs + cpuMs * slowness) / 1_000;
  const { LogFormat = 'Text', SystemLogLevel = 'INFO' } = LoggingConfig ?? {};
  const logBytes = SystemLogLevel === 'WARN' ? 0 : LAMBDA_LOG_BYTES[LogFormat as keyof typeof LAMBDA_LOG_BYTES];
  return PRICES.perMillion.functionCalls
    + 1e6 * seconds * (MemorySize / 1_024) * PRICES.perGigabyteSecond[architecture as 'arm64' | 'x86_64']
    + priceOfLogs(logBytes)
    + (TracingConfig?.Mode === 'Active' && !joinsTrace ? traced * PRICES.perMillion.traces : 0);
}

function priceOfExecutions(template: Template, { logicalId, ms }: Execution, traced: number): number {
  const { DefinitionString, LoggingConfiguration, TracingConfiguration } = resource(template, logicalId).Properties;
  const logged = LoggingConfiguration?.Level === 'ALL' ? eventsOf(DefinitionString) : 0;
  const logBytes = logged * (LoggingConfiguration?.IncludeExecutionData ? EXECUTION_LOG_BYTES.withData : EXECUTION_LOG_BYTES.plain);
  const seconds = Math.ceil(ms / EXPRESS_STEP_MS) * EXPRESS_STEP_MS / 1_000;
  return PRICES.perMillion.expressExecutions
    + 1e6 * seconds * EXPRESS_GIGABYTES * PRICES.perGigabyteSecond.express
    + priceOfLogs(logBytes)
    + (TracingConfiguration?.Enabled ? traced * PRICES.perMillion.traces : 0);
}

/** Number of events in the history of an execution that succeeds. It follows the first rule of each choice, which is the usual case here. */
function eventsOf(definition: string | Readonly<{ 'Fn::Join': readonly [string, ReadonlyArray<string | object>] }>): number {
  // The values of references do not matter here.
  const text = typeof definition === 'string' ? definition : definition['Fn::Join'][1].map((part) => typeof part === 'string' ? part : '-').join('');
  const { StartAt, States }: StateMachineDefinition = JSON.parse(text);
  let events = EVENTS_OF_EXECUTION;
  for (let name: string | undefined = StartAt; name !== undefined;) {
    const { Type, Next, Choices }: State = States[name];
    events += EVENTS_OF_STATE + (Type === 'Task' ? EVENTS_OF_TASK : 0);
    name = Choices?.[0].Next ?? Next;
  }
  return events;
}

interface StateMachineDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface State {
  readonly Type: string;
  /** Undefined for the last state. */
  readonly Next?: string;
  readonly Choices?: ReadonlyArray<{ readonly Next: string }>;
}

/** The price of a million times this many bytes. */
function priceOfLogs(bytes: number): number {
  return 1e6 * bytes / BYTES_OF_GIGABYTE * PRICES.perLogGigabyte;
}

/** The price of the user pool in USD per month. */
export function priceOfUsers(users: number): number {
  return Math.max(0, users - PRICES.monthlyUser.free) * PRICES.monthlyUser.each;
}

function resource({ Resources }: Template, logicalId: string): Resource {
  const found = Object.entries(Resources).find(([id]) => id.startsWith(logicalId) && /^[0-9A-F]{8}$/.test(id.slice(logicalId.length)));
  if (found === undefined) {
    throw new Error(`The template must have a resource ${logicalId}, but does not. Write its new logical id into bench/cost.`);
  }
  return found[1];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
