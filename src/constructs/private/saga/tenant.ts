import { aws_dynamodb as dynamodb, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { VARIABLE } from './event';
import {
  STATUS_SHARD_SEPARATOR, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantStatus, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE, USER_RECORD_PREFIX,
} from '../../../contract/attributes';
import { allOf, equals, jsonata, literal } from '../state-machines/jsonata';
import { retryTask, taskTimeout } from '../state-machines/task';

/** Reads the current tenant. The output is `{ status, ownerId }`, or empty if the tenant does not exist. */
export function readTenant(scope: Construct, id: string, tenants: dynamodb.ITable): sfn.TaskStateBase {
  return retryTask(tasks.DynamoGetItem.jsonata(scope, id, {
    table: tenants,
    key: { [TENANT_ATTRIBUTE.tenantId]: tasks.DynamoAttributeValue.fromString(jsonata(VARIABLE.tenantId)) },
    consistentRead: true,
    projectionExpression: [
      new tasks.DynamoProjectionExpression().withAttribute('#status'),
      new tasks.DynamoProjectionExpression().withAttribute('#ownerId'),
    ],
    expressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, '#ownerId': TENANT_ATTRIBUTE.ownerId },
    outputs: jsonata(`{ "status": $states.result.Item.${TENANT_ATTRIBUTE.status}.S, "ownerId": $states.result.Item.${TENANT_ATTRIBUTE.ownerId}.S }`),
    taskTimeout: taskTimeout(),
  }));
}

/** Returns the tenant's partition in the index by status. It must equal the result of the run-time code. */
export function statusShard(status: TenantStatus): string {
  return jsonata(`${literal(status + STATUS_SHARD_SEPARATOR)} & $substring($hash(${VARIABLE.tenantId}, "SHA-256"), 0, 1)`);
}

/** Whether {@link readTenant} has found the tenant of the event's user, with this status. */
export function isTenantOfUser(status: TenantStatus): sfn.Condition {
  return sfn.Condition.jsonata(jsonata(allOf(
    equals('$states.input.status', literal(status)),
    equals('$states.input.ownerId', VARIABLE.userId),
  )));
}

/** Whether {@link readTenant} has found a deleted tenant. Its row no longer says whose tenant it was. */
export function isTenantDeleted(): sfn.Condition {
  return sfn.Condition.jsonata(jsonata(equals('$states.input.status', literal(TENANT_STATUS.deleted))));
}

/** Condition of a write to a user's record: the user was not erased. */
export const NOT_ERASED = `attribute_not_exists(${USER_RECORD_ATTRIBUTE.erasedAt})`;

/** Returns both keys of the record of the event's user. */
export function recordKey(): string {
  return jsonata(`${literal(USER_RECORD_PREFIX)} & ${VARIABLE.userId}`);
}

/** Reads whether the event's user was erased. The output is `{ erasedAt }`, or empty. */
export function readErasure(scope: Construct, users: dynamodb.ITable): sfn.TaskStateBase {
  const key = tasks.DynamoAttributeValue.fromString(recordKey());
  return retryTask(tasks.DynamoGetItem.jsonata(scope, 'Read record of user', {
    table: users,
    key: { [USER_ATTRIBUTE.tenantId]: key, [USER_ATTRIBUTE.userId]: key },
    consistentRead: true,
    projectionExpression: [new tasks.DynamoProjectionExpression().withAttribute('#erasedAt')],
    expressionAttributeNames: { '#erasedAt': USER_RECORD_ATTRIBUTE.erasedAt },
    outputs: jsonata(`{ "erasedAt": $states.result.Item.${USER_RECORD_ATTRIBUTE.erasedAt}.S }`),
    taskTimeout: taskTimeout(),
  }));
}

/** Whether {@link readErasure} has found a tombstone. */
export function isErased(): sfn.Condition {
  return sfn.Condition.jsonata(jsonata('$exists($states.input.erasedAt)'));
}
