/** Checks the arguments and results of tasks with the models of the services, like CreateStateMachine. */
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as states from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import { NormalizedSchema } from '@smithy/core/schema';
import jsonata from 'jsonata';

/** The services that the state machines call, by their names in Step Functions and in its SDK integrations. */
const MODELS: Readonly<Record<string, object>> = { dynamodb, events: eventbridge, eventbridge, lambda, sqs, states };

/** Members for which optimized integrations accept and return JSON, while the service's own API has a string or bytes. */
const JSON_TEXTS = ['Detail', 'Input', 'MessageBody', 'Payload'];

/**
 * Members that Java cannot name after the service's model: `null` is a keyword.
 *
 * @see https://github.com/aws/aws-sdk-java-v2/blob/master/services/dynamodb/src/main/resources/codegen-resources/dynamodb/customization.config
 */
const JAVA_NAMES: Readonly<Record<string, string>> = { NULL: 'Nul' };

export interface Task {
  readonly Resource: string;
  readonly Arguments?: unknown;
  readonly Output?: unknown;
  readonly Assign?: unknown;
}

/** The values that the expressions of a task can refer to. */
export type Bindings = Readonly<Record<string, unknown>>;

type MemberName = (modelName: string) => string;

/**
 * Returns the name of a service model's member in SDK integrations: as in the AWS SDK for Java 2, in PascalCase.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function sdkMemberName(modelName: string): string {
  return JAVA_NAMES[modelName] ?? modelName
    .split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[A-Za-z])/)
    .map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}

/** Returns the errors in the names of a task's arguments, and in the names that it reads from its result. */
export async function wrongNames(task: Task, bindings: Bindings): Promise<string[]> {
  const { service, operation, memberName } = integrationOf(task.Resource);
  const model = (MODELS[service] as Record<string, unknown> | undefined)?.[`${operation}$`];
  if (model === undefined) throw new Error(`MODELS must contain the service of ${task.Resource}, but doesn't. Add its client.`);
  const [, , , , input, output] = model as [9, string, string, unknown, unknown, unknown];

  const found: string[] = [];
  checkNames(await evaluate(task.Arguments, bindings), NormalizedSchema.of(input as never), memberName, 'Arguments', found);
  const readPaths = [...JSON.stringify([task.Output, task.Assign]).matchAll(/\$states\.result((?:\.\w+)+)/g)];
  for (const [, path] of readPaths) {
    checkPath(path.slice(1).split('.'), NormalizedSchema.of(output as never), memberName, '$states.result', found);
  }
  return found;
}

/**
 * The optimized integration of Step Functions itself has names in PascalCase too.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
function integrationOf(resource: string): { service: string; operation: string; memberName: MemberName } {
  const match = /^arn:aws[\w-]*:states:::(aws-sdk:)?(\w+):(\w+)(?:\.waitForTaskToken)?$/.exec(resource);
  if (match === null) throw new Error(`${resource} is not a service integration.`);
  const [, sdk, service, action] = match;
  return { service, operation: action[0].toUpperCase() + action.slice(1), memberName: sdk === undefined && service !== 'states' ? (name) => name : sdkMemberName };
}

/** Returns the arguments with the values of their expressions. */
async function evaluate(value: unknown, bindings: Bindings): Promise<unknown> {
  if (typeof value === 'string') {
    const expression = /^\{% (.*) %\}$/s.exec(value)?.[1];
    return expression === undefined ? value : evaluateJsonata(expression, bindings);
  }
  if (Array.isArray(value)) return Promise.all(value.map(async (item) => evaluate(item, bindings)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await evaluate(item, bindings)])));
}

async function evaluateJsonata(expression: string, bindings: Bindings): Promise<unknown> {
  const compiled = jsonata(expression);
  // A function of Step Functions. The names don't depend on the digest.
  compiled.registerFunction('hash', () => '0'.repeat(64), '<ss:s>');
  const result: unknown = await compiled.evaluate({}, bindings);
  if (result === undefined) throw new Error(`${expression} has no value.`);
  return result;
}

function checkNames(value: unknown, schema: NormalizedSchema, memberName: MemberName, path: string, found: string[]): void {
  if (schema.isStructSchema() && isObject(value)) {
    const members = membersOf(schema, memberName);
    for (const [key, item] of Object.entries(value)) {
      const member = members.get(key);
      if (member === undefined) found.push(`${path}.${key} must be one of ${[...members.keys()].join(', ')}.`);
      else checkNames(item, member, memberName, `${path}.${key}`, found);
    }
    if (schema.isUnionSchema() && Object.keys(value).length !== 1) found.push(`${path} must have exactly one member.`);
  } else if (schema.isListSchema() && Array.isArray(value)) {
    value.forEach((item, index) => checkNames(item, schema.getValueSchema(), memberName, `${path}[${index}]`, found));
  } else if (schema.isMapSchema() && isObject(value)) {
    for (const [key, item] of Object.entries(value)) checkNames(item, schema.getValueSchema(), memberName, `${path}.${key}`, found);
  } else if (isOfOtherKind(value, schema) && !JSON_TEXTS.includes(path.split('.').at(-1)!)) {
    found.push(`${path} must not be ${JSON.stringify(value)}.`);
  }
}

function checkPath([key, ...rest]: string[], schema: NormalizedSchema, memberName: MemberName, path: string, found: string[]): void {
  const at = `${path}.${key}`;
  let member: NormalizedSchema | undefined;
  if (schema.isStructSchema()) {
    member = membersOf(schema, memberName).get(key);
  } else if (schema.isMapSchema()) {
    member = schema.getValueSchema();
  }
  if (member === undefined) found.push(`${at} is not in the result.`);
  else if (rest.length > 0 && !JSON_TEXTS.includes(key)) checkPath(rest, member, memberName, at, found);
}

function membersOf(schema: NormalizedSchema, memberName: MemberName): Map<string, NormalizedSchema> {
  return new Map([...schema.structIterator()].map(([name, member]) => [memberName(name), member]));
}

function isOfOtherKind(value: unknown, schema: NormalizedSchema): boolean {
  const isCollection = schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema();
  return isCollection || typeof value === 'object';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
