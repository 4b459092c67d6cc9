import {
  Duration, aws_dynamodb as dynamodb, aws_events as events, aws_iam as iam, aws_sqs as sqs, aws_stepfunctions as sfn,
  aws_stepfunctions_tasks as tasks,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { changedByExpression } from './changed-by';
import { isTenantCreated, profileDigest, TENANT_CREATED_EXPECTATION, tenantCreatedVariables, VARIABLE } from './event';
import { publishTenantEvent } from './publish';
import { isErased, isTenantDeleted, isTenantOfUser, NOT_ERASED, readErasure, readTenant, recordKey, statusShard } from './tenant';
import { MEMBERSHIP_ORIGIN, TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { DEAD_LETTER_ERROR, DETAIL_TYPE } from '../../../contract/events';
import { TENANT_ROLE } from '../../../contract/roles';
import { failure, giveUp, taskFailure } from '../state-machines/dead-letter';
import { equals, jsonata, literal } from '../state-machines/jsonata';
import { retryTask, taskTimeout } from '../state-machines/task';

export interface AddFirstAdminProps {
  readonly applicationName: string;
  readonly tenants: dynamodb.ITable;
  readonly users: dynamodb.ITable;
  readonly eventBus: events.IEventBus;
  readonly deadLetterQueue: sqs.IQueue;
}

/** The final state of an execution that made a tenant active. Replays end in another state. */
export const ADMIN_ADDED_STATE = 'Admin added';

const ENTERED_TIME = '$states.context.State.EnteredTime';

/** The error for a condition that does not hold, but also for a conflict with another transaction, or for missing capacity. */
const CANCELLED = 'DynamoDb.TransactionCanceledException';

const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

/** Defines the states from `tenant`/`created` to an active tenant with an admin, published as `tenant`/`adminUserAdded`. */
export function defineAddFirstAdmin(scope: Construct, props: AddFirstAdminProps): sfn.IChainable {
  const { applicationName, tenants, users, eventBus, deadLetterQueue } = props;

  const validate = sfn.Choice.jsonata(scope, 'Is the event well-formed?', {
    assign: failure(DEAD_LETTER_ERROR.malformedEvent, TENANT_CREATED_EXPECTATION),
  });
  const read = readTenant(scope, 'Read tenant', tenants);
  const decide = sfn.Choice.jsonata(scope, 'Does the tenant wait for its admin?', { assign: tenantNotCreating() });
  const note = noteTenantOfUser(scope, users);
  const activate = mapAdminAndActivateTenant(scope, tenants, users);
  const readAgain = readTenant(scope, 'Read tenant again', tenants);
  const decideAgain = sfn.Choice.jsonata(scope, 'Why was the transaction cancelled?', { assign: tenantNotCreating() });
  const readRecord = readErasure(scope, users);
  const wasErased = sfn.Choice.jsonata(scope, 'Was the user erased?');
  const readMembership = readMembershipOfUser(scope, users);
  const isStillAdmin = sfn.Choice.jsonata(scope, 'Is the user still an admin?');
  const announcement = { applicationName, eventBus, detailType: DETAIL_TYPE.adminUserAdded, moreDetail: { role: TENANT_ROLE.admin } };
  const publish = publishTenantEvent(scope, 'Publish admin user added', announcement);
  const publishAgain = publishTenantEvent(scope, 'Publish admin user added again', announcement);
  const added = sfn.Succeed.jsonata(scope, ADMIN_ADDED_STATE);
  const replayed = sfn.Succeed.jsonata(scope, 'Admin was added before');
  const refused = sfn.Succeed.jsonata(scope, 'User was erased');
  const failed = giveUp(scope, deadLetterQueue);

  validate
    .when(sfn.Condition.jsonata(jsonata(isTenantCreated())), read, { assign: tenantCreatedVariables() })
    .otherwise(failed);

  read.next(decide);
  decide.when(isTenantOfUser(TENANT_STATUS.creating), note);
  // The erasure replaces the tenant.
  note.addCatch(refused, { errors: [CONDITION_FAILED] });
  note.next(activate);

  activate.addCatch(readAgain, { errors: [CANCELLED], assign: taskFailure() });
  activate.next(publish);

  readAgain.next(decideAgain);
  decideAgain.when(isTenantOfUser(TENANT_STATUS.creating), readRecord);
  readRecord.next(wasErased);
  wasErased.when(isErased(), refused).otherwise(failed);

  for (const choice of [decide, decideAgain]) {
    choice
      .when(isTenantOfUser(TENANT_STATUS.active), readMembership, { comment: 'A replay' })
      .when(isTenantOfUser(TENANT_STATUS.suspended), replayed, { comment: 'A replay, and nothing to announce' })
      .when(isTenantOfUser(TENANT_STATUS.closing), replayed, { comment: 'A replay, and nothing to announce' })
      .when(isTenantDeleted(), replayed, { comment: 'A replay, and nothing to announce' })
      .otherwise(failed);
  }

  // The membership may have changed since, and the published event must be true now.
  readMembership.next(isStillAdmin);
  isStillAdmin
    .when(sfn.Condition.jsonata(jsonata(equals('$states.input.role', literal(TENANT_ROLE.admin)))), publishAgain)
    .otherwise(replayed);

  publish.next(added);
  publishAgain.next(replayed);

  for (const task of [read, note, activate, readAgain, readRecord, readMembership, publish, publishAgain]) {
    task.addCatch(failed, { assign: taskFailure() });
  }
  return validate;
}

function tenantNotCreating(): Record<string, object> {
  return failure(DEAD_LETTER_ERROR.tenantNotCreating, 'The tenant does not exist, does not belong to this user, or is not waiting for an admin.');
}

/**
 * Adds the tenant to the user's record. The record then contains it as soon as it is active, while the index by user is a moment behind. A
 * sign-up does not change which tenant the user has chosen for the token.
 *
 * The user may have been erased since the tenant was written.
 *
 * This is not part of the transaction: a set of strings has different names in optimized and in SDK integrations. ADR 18
 * says what remains when the transaction fails.
 */
function noteTenantOfUser(scope: Construct, users: dynamodb.ITable): sfn.TaskStateBase {
  const key = tasks.DynamoAttributeValue.fromString(recordKey());
  return retryTask(tasks.DynamoUpdateItem.jsonata(scope, 'Note tenant of user', {
    table: users,
    key: { [USER_ATTRIBUTE.tenantId]: key, [USER_ATTRIBUTE.userId]: key },
    updateExpression: 'ADD #tenants :tenant',
    conditionExpression: NOT_ERASED,
    expressionAttributeNames: { '#tenants': USER_RECORD_ATTRIBUTE.tenants },
    expressionAttributeValues: { ':tenant': tasks.DynamoAttributeValue.fromStringSet([jsonata(VARIABLE.tenantId)]) },
    taskTimeout: taskTimeout(),
  }), { except: CONDITION_FAILED });
}

/**
 * Adds the admin and activates the tenant in one transaction, so an active tenant always has an admin, and only a tenant without one gets
 * one. The version does not change, because readers see the tenant only once it is active.
 *
 * The first membership has the name and address of this event, so the first sign-in has nothing to update. If the user's record already
 * has a profile of earlier memberships, it is kept, and the count of joins marks it as no longer current.
 */
function mapAdminAndActivateTenant(scope: Construct, tenants: dynamodb.ITable, users: dynamodb.ITable): sfn.TaskStateBase {
  const now = jsonata(ENTERED_TIME);
  const key = { S: recordKey() };
  const transact = tasks.CallAwsService.jsonata(scope, 'Map admin and activate tenant', {
    service: 'dynamodb',
    action: 'transactWriteItems',
    parameters: {
      TransactItems: [
        {
          Update: {
            TableName: tenants.tableName,
            Key: { [TENANT_ATTRIBUTE.tenantId]: { S: jsonata(VARIABLE.tenantId) } },
            UpdateExpression: 'SET #status = :active, #statusShard = :shard, #updatedAt = :now, #changedBy = :changedBy, #memberCount = :one, #adminCount = :one REMOVE #creation',
            ConditionExpression: '#status = :creating AND #ownerId = :userId',
            ExpressionAttributeNames: {
              '#status': TENANT_ATTRIBUTE.status,
              '#statusShard': TENANT_ATTRIBUTE.statusShard,
              '#updatedAt': TENANT_ATTRIBUTE.updatedAt,
              '#changedBy': TENANT_ATTRIBUTE.changedBy,
              '#ownerId': TENANT_ATTRIBUTE.ownerId,
              '#memberCount': TENANT_ATTRIBUTE.memberCount,
              '#adminCount': TENANT_ATTRIBUTE.adminCount,
              '#creation': TENANT_ATTRIBUTE.creation,
            },
            ExpressionAttributeValues: {
              ':active': { S: TENANT_STATUS.active },
              ':shard': { S: statusShard(TENANT_STATUS.active) },
              ':creating': { S: TENANT_STATUS.creating },
              ':userId': { S: jsonata(VARIABLE.userId) },
              ':now': { S: now },
              ':changedBy': jsonata(changedByExpression()),
              ':one': { N: '1' },
            },
          },
        },
        {
          Put: {
            TableName: users.tableName,
            Item: membershipItem(),
            ConditionExpression: `attribute_not_exists(${USER_ATTRIBUTE.tenantId})`,
          },
        },
        {
          Update: {
            TableName: users.tableName,
            Key: { [USER_ATTRIBUTE.tenantId]: key, [USER_ATTRIBUTE.userId]: key },
            UpdateExpression: 'SET #profile = if_not_exists(#profile, :profile), #profileJoins = if_not_exists(#profileJoins, :one) ADD #joins :one',
            ConditionExpression: NOT_ERASED,
            ExpressionAttributeNames: {
              '#profile': USER_RECORD_ATTRIBUTE.profile,
              '#profileJoins': USER_RECORD_ATTRIBUTE.profileJoins,
              '#joins': USER_RECORD_ATTRIBUTE.joins,
            },
            ExpressionAttributeValues: { ':profile': { S: jsonata(profileDigest()) }, ':one': { N: '1' } },
          },
        },
      ],
    },
    // A transaction is authorized by the single operations in it. The previous task already has the right to update the user's record.
    iamAction: 'dynamodb:UpdateItem',
    iamResources: [tenants.tableArn],
    additionalIamStatements: [new iam.PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [users.tableArn] })],
    taskTimeout: taskTimeout(),
  });
  // Fewer and shorter retries than for other errors: conflicts last only milliseconds, and concurrent events cause this error.
  transact.addRetry({
    errors: [CANCELLED],
    interval: Duration.seconds(1),
    backoffRate: 2,
    maxAttempts: 3,
    jitterStrategy: sfn.JitterType.FULL,
  });
  return retryTask(transact);
}

/** Builds the item in one expression: a user without an email address has no `emailkey`, because keys of an index cannot be empty. */
function membershipItem(): string {
  const text = (expression: string) => `{"S": ${expression}}`;
  const attributes = [
    [USER_ATTRIBUTE.tenantId, text(VARIABLE.tenantId)],
    [USER_ATTRIBUTE.userId, text(VARIABLE.userId)],
    [USER_ATTRIBUTE.name, text(VARIABLE.name)],
    [USER_ATTRIBUTE.email, text(VARIABLE.email)],
    [USER_ATTRIBUTE.role, text(literal(TENANT_ROLE.admin))],
    [USER_ATTRIBUTE.createdAt, text(ENTERED_TIME)],
    [USER_ATTRIBUTE.origin, text(literal(MEMBERSHIP_ORIGIN.signUp))],
    [USER_ATTRIBUTE.changedBy, changedByExpression()],
  ];
  const item = `{${attributes.map(([name, value]) => `${literal(name)}: ${value}`).join(', ')}}`;
  const key = `$trim($lowercase(${VARIABLE.email}))`;
  return jsonata(`$merge([${item}, ${key} = "" ? {} : {${literal(USER_ATTRIBUTE.emailKey)}: ${text(key)}}])`);
}

/** Reads the current membership. The output is `{ role }`, or empty if the membership does not exist. */
function readMembershipOfUser(scope: Construct, users: dynamodb.ITable): sfn.TaskStateBase {
  return retryTask(tasks.DynamoGetItem.jsonata(scope, 'Read membership', {
    table: users,
    key: {
      [USER_ATTRIBUTE.tenantId]: tasks.DynamoAttributeValue.fromString(jsonata(VARIABLE.tenantId)),
      [USER_ATTRIBUTE.userId]: tasks.DynamoAttributeValue.fromString(jsonata(VARIABLE.userId)),
    },
    consistentRead: true,
    projectionExpression: [new tasks.DynamoProjectionExpression().withAttribute('#role')],
    expressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
    outputs: jsonata(`{ "role": $states.result.Item.${USER_ATTRIBUTE.role}.S }`),
    taskTimeout: taskTimeout(),
  }));
}
