import {
  aws_dynamodb as dynamodb, aws_events as events, aws_sqs as sqs, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { changedByAttribute } from './changed-by';
import { isUserCreated, userCreatedVariables, USER_CREATED_EXPECTATION, VARIABLE } from './event';
import { publishTenantEvent } from './publish';
import { isErased, isTenantDeleted, isTenantOfUser, readErasure, readTenant, statusShard } from './tenant';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type SignUpProfile, type TenantItem } from '../../../contract/attributes';
import { DEAD_LETTER_ERROR, DETAIL_TYPE } from '../../../contract/events';
import { failure, giveUp, taskFailure } from '../state-machines/dead-letter';
import { jsonata } from '../state-machines/jsonata';
import { retryTask, taskTimeout } from '../state-machines/task';

export interface CreateTenantProps {
  readonly applicationName: string;
  readonly tenants: dynamodb.ITable;
  readonly users: dynamodb.ITable;
  readonly eventBus: events.IEventBus;
  readonly deadLetterQueue: sqs.IQueue;
}

const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

/** Defines the states from `user`/`created` to a tenant with the status `creating`, published as `tenant`/`created`. */
export function defineCreateTenant(scope: Construct, props: CreateTenantProps): sfn.IChainable {
  const { applicationName, tenants, users, eventBus, deadLetterQueue } = props;

  const validate = sfn.Choice.jsonata(scope, 'Is the event well-formed?', {
    assign: failure(DEAD_LETTER_ERROR.malformedEvent, USER_CREATED_EXPECTATION),
  });
  const put = putTenant(scope, tenants);
  const read = readTenant(scope, 'Read tenant', tenants);
  const decide = sfn.Choice.jsonata(scope, 'Does the tenant wait for its admin?', {
    assign: failure(DEAD_LETTER_ERROR.tenantNotCreating, 'The tenant existed already, and belongs to another user.'),
  });
  const readRecord = readErasure(scope, users);
  const wasErased = sfn.Choice.jsonata(scope, 'Was the user erased?');
  const remove = deleteTenant(scope, tenants);
  const publish = publishTenantEvent(scope, 'Publish tenant created', { applicationName, eventBus, detailType: DETAIL_TYPE.created });
  const created = sfn.Succeed.jsonata(scope, 'Tenant created');
  const refused = sfn.Succeed.jsonata(scope, 'User was erased');
  const replayed = sfn.Succeed.jsonata(scope, 'Tenant was created before');
  const failed = giveUp(scope, deadLetterQueue);

  validate
    .when(sfn.Condition.jsonata(jsonata(isUserCreated())), put, { assign: userCreatedVariables(applicationName) })
    .otherwise(failed);

  put.addCatch(read, { errors: [CONDITION_FAILED] });
  put.next(readRecord);

  read.next(decide);
  decide
    .when(isTenantOfUser(TENANT_STATUS.creating), readRecord)
    .when(isTenantOfUser(TENANT_STATUS.active), replayed, { comment: 'A replay' })
    .when(isTenantOfUser(TENANT_STATUS.suspended), replayed, { comment: 'A replay' })
    .when(isTenantOfUser(TENANT_STATUS.closing), replayed, { comment: 'A replay' })
    .when(isTenantDeleted(), replayed, { comment: 'A replay' })
    .otherwise(failed);

  // The record is read after the tenant is written, and an erasure reads the tenant after it has written the record. So one of them sees the other.
  readRecord.next(wasErased);
  wasErased.when(isErased(), remove).otherwise(publish);
  remove.addCatch(refused, { errors: [CONDITION_FAILED] });
  remove.next(refused);

  publish.next(created);

  for (const task of [put, read, readRecord, remove, publish]) {
    task.addCatch(failed, { assign: taskFailure() });
  }
  return validate;
}

function putTenant(scope: Construct, tenants: dynamodb.ITable): sfn.TaskStateBase {
  const text = tasks.DynamoAttributeValue.fromString;
  const now = jsonata('$states.context.State.EnteredTime');
  const creation: Record<keyof SignUpProfile, tasks.DynamoAttributeValue> = {
    email: text(jsonata(VARIABLE.email)),
    userName: text(jsonata(VARIABLE.userName)),
    name: text(jsonata(VARIABLE.name)),
  };
  // The counts are added with the first admin.
  type Later = 'members' | 'admins' | 'invitationrevision' | 'mailday' | 'mails' | 'statuschange' | 'deleteat' | 'deletionstartedat';
  const item: Record<Exclude<keyof TenantItem, Later>, tasks.DynamoAttributeValue> = {
    [TENANT_ATTRIBUTE.tenantId]: text(jsonata(VARIABLE.tenantId)),
    [TENANT_ATTRIBUTE.name]: text(jsonata(VARIABLE.name)),
    [TENANT_ATTRIBUTE.status]: text(TENANT_STATUS.creating),
    [TENANT_ATTRIBUTE.statusShard]: text(statusShard(TENANT_STATUS.creating)),
    [TENANT_ATTRIBUTE.ownerId]: text(jsonata(VARIABLE.userId)),
    [TENANT_ATTRIBUTE.version]: tasks.DynamoAttributeValue.fromNumber(1),
    [TENANT_ATTRIBUTE.createdAt]: text(now),
    [TENANT_ATTRIBUTE.updatedAt]: text(now),
    [TENANT_ATTRIBUTE.creation]: tasks.DynamoAttributeValue.fromMap(creation),
    [TENANT_ATTRIBUTE.changedBy]: changedByAttribute(),
  };
  const put = tasks.DynamoPutItem.jsonata(scope, 'Put tenant', {
    table: tenants,
    item,
    conditionExpression: `attribute_not_exists(${TENANT_ATTRIBUTE.tenantId})`,
    taskTimeout: taskTimeout(),
  });
  return retryTask(put, { except: CONDITION_FAILED });
}

/** Deletes the tenant that {@link putTenant} has written, or an earlier execution. It fails if an erasure has replaced it already. */
function deleteTenant(scope: Construct, tenants: dynamodb.ITable): sfn.TaskStateBase {
  const text = tasks.DynamoAttributeValue.fromString;
  return retryTask(tasks.DynamoDeleteItem.jsonata(scope, 'Delete tenant', {
    table: tenants,
    key: { [TENANT_ATTRIBUTE.tenantId]: text(jsonata(VARIABLE.tenantId)) },
    conditionExpression: '#status = :creating AND #ownerId = :userId',
    expressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, '#ownerId': TENANT_ATTRIBUTE.ownerId },
    expressionAttributeValues: { ':creating': text(TENANT_STATUS.creating), ':userId': text(jsonata(VARIABLE.userId)) },
    taskTimeout: taskTimeout(),
  }), { except: CONDITION_FAILED });
}
