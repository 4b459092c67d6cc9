import { aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { ACTOR_TYPE, SYSTEM_PART } from '../../../contract/actor';
import { jsonata, literal } from '../state-machines/jsonata';

/** Expressions for what a row stores about its last change. */
const CHANGED_BY = {
  type: literal(ACTOR_TYPE.system),
  id: literal(SYSTEM_PART.signUp),
  at: '$states.context.State.EnteredTime',
};

/** The last change of a row, for a task of DynamoDB. */
export function changedByAttribute(): tasks.DynamoAttributeValue {
  const text = (expression: string) => tasks.DynamoAttributeValue.fromString(jsonata(expression));
  return tasks.DynamoAttributeValue.fromMap(Object.fromEntries(Object.entries(CHANGED_BY).map(([name, expression]) => [name, text(expression)])));
}

/** The last change of a row in DynamoDB's JSON, as one expression. */
export function changedByExpression(): string {
  return `{"M": {${Object.entries(CHANGED_BY).map(([name, expression]) => `${literal(name)}: {"S": ${expression}}`).join(', ')}}}`;
}
