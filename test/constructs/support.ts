import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { TenantTables } from '../../src';

export const APPLICATION_NAME = 'shop';

/** Creates an app whose synth does only what tests of templates need: it writes no construct tree and copies no assets. */
export function newApp(): App {
  return new App({ treeMetadata: false, context: { 'aws:cdk:disable-asset-staging': true } });
}

/** Creates a stack in a new app. */
export function newStack(): Stack {
  return new Stack(newApp(), 'Stack');
}

/**
 * Returns a function that calls the given one once for each value of its argument, which must be plain data. Synth takes most of the time of
 * these tests: tests that only read a result share it.
 */
export function shared<Argument, Result>(create: (argument?: Argument) => Result): (argument?: Argument) => Result {
  const results = new Map<string, Result>();
  return (argument) => {
    const key = JSON.stringify(argument, refuseOtherThanData) ?? '';
    if (!results.has(key)) results.set(key, create(argument));
    return results.get(key)!;
  };
}

/** A construct or a function would be lost in the key, so that calls with different values would share a result. */
function refuseOtherThanData(name: string, value: unknown): unknown {
  const isData = value === null || Array.isArray(value) || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
    || (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype);
  if (!isData) throw new Error(`Tests share results of plain data only, but ${name} is not plain data. Create a new one.`);
  return value;
}

/** Creates the tables and the bus that most constructs need. */
export function newParts(stack: Stack) {
  return { tables: new TenantTables(stack, 'Tables'), eventBus: new events.EventBus(stack, 'Bus') };
}

/** Creates a pool with sign-up by email. */
export function newUserPool(scope: Construct, id: string, props: cognito.UserPoolProps = {}): cognito.UserPool {
  return new cognito.UserPool(scope, id, { signInAliases: { email: true }, selfSignUpEnabled: true, ...props });
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: any;
}

/** Returns the rights of each role by its logical id: inline policies and separate policies. Other policies have their own logical id. */
export function rightsByRole(template: Template): Record<string, Statement[]> {
  const rights = Object.entries(template.findResources('AWS::IAM::Role')).map(([roleId, { Properties: { Policies = [] } }]) =>
    [roleId, Policies.flatMap(({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement)] as const);
  const byRole: Record<string, Statement[]> = Object.fromEntries(rights);
  for (const [policyId, { Properties: { Roles = [], PolicyDocument } }] of Object.entries(template.findResources('AWS::IAM::Policy'))) {
    const roleIds = Roles.map(({ Ref }: { Ref?: string }) => Ref).filter((id: string | undefined) => id !== undefined);
    for (const id of roleIds.length > 0 ? roleIds : [policyId]) {
      byRole[id] = [...byRole[id] ?? [], ...PolicyDocument.Statement];
    }
  }
  return byRole;
}

/** Returns the statements of a construct's roles, by a part of their logical ids. */
export function statementsOf(template: Template, roleIdPart: string): Statement[] {
  return Object.entries(rightsByRole(template))
    .filter(([id]) => id.includes(roleIdPart))
    .flatMap(([, statements]) => statements);
}

/** Returns all actions that a function's role allows, sorted. */
export function actionsOf(template: Template, handlerPathPart: string): string[] {
  return statementsOf(template, handlerPathPart).filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action).sort();
}

/** Returns the condition of rights on rows with this partition key. */
export function leadingKeysAre(value: string) {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [value] },
    'Null': { 'dynamodb:LeadingKeys': 'false' },
  };
}

/** The rights of every function: to write its own logs and traces. */
export const OBSERVABILITY_ACTIONS = [
  'logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
];
