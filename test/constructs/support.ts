import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { TenantTables } from '../../src';

export const APPLICATION_NAME = 'shop';

/** An app without the tree of its constructs, which nobody reads here: a good part of the time of a synth goes into it. */
export function newApp(): App {
  return new App({ treeMetadata: false });
}

/** A stack in an app of its own. */
export function newStack(): Stack {
  return new Stack(newApp(), 'Stack');
}

/** Tables and a bus, for the constructs that ask for them. */
export function newParts(stack: Stack) {
  return { tables: new TenantTables(stack, 'Tables'), eventBus: new events.EventBus(stack, 'Bus') };
}

/** A pool that people sign up to by e-mail. */
export function newUserPool(scope: Construct, id: string, props: cognito.UserPoolProps = {}): cognito.UserPool {
  return new cognito.UserPool(scope, id, { signInAliases: { email: true }, selfSignUpEnabled: true, ...props });
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: any;
}

/** The rights of each role, by its logical id: those in the role, and those in policies beside it. Policies of others go by their own id. */
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

/** The statements that the roles of a construct have, by a part of their logical ids. */
export function statementsOf(template: Template, roleIdPart: string): Statement[] {
  return Object.entries(rightsByRole(template))
    .filter(([id]) => id.includes(roleIdPart))
    .flatMap(([, statements]) => statements);
}

/** All actions that a function's role allows, sorted. */
export function actionsOf(template: Template, handlerPathPart: string): string[] {
  return statementsOf(template, handlerPathPart).filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action).sort();
}

/** The condition of rights on rows whose partition key is a value. */
export function leadingKeysAre(value: string) {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [value] },
    'Null': { 'dynamodb:LeadingKeys': 'false' },
  };
}

/** What every function may do: write its own logs and traces. */
export const OBSERVABILITY_ACTIONS = [
  'logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
];
