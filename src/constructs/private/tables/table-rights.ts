import { aws_dynamodb as dynamodb, aws_iam as iam } from 'aws-cdk-lib';
import { USER_ATTRIBUTE, USER_INDEX_NAME, USER_RECORD_ATTRIBUTE, USER_RECORD_PREFIX } from '../../../contract/attributes';
import type { ITenantTables } from '../../tenant-tables';
import { indexArn } from '../isolation/scoped-rights';
import { grantTableKey } from '../rights/key-rights';

/** Grants exactly these read actions on a table, and the use of its key. */
export function grantRead(grantee: iam.IGrantable, table: dynamodb.ITable, ...actions: string[]): void {
  iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn] });
  grantTableKey(grantee, table, 'read');
}

/**
 * Grants what it takes to let a user of any kind into a tenant: to write the membership and the user's record, and to look for
 * the tenants that the record may forget.
 *
 * @param onTenants What is done with the tenant.
 */
export function grantJoin(grantee: iam.IGrantable, { tenants, users }: ITenantTables, onTenants: string[]): void {
  iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:BatchGetItem', ...onTenants], resourceArns: [tenants.tableArn] });
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resourceArns: [users.tableArn],
  });
  grantQueryByUser(grantee, users);
  grantTableKey(grantee, tenants, 'write');
  grantTableKey(grantee, users, 'write');
}

/** Grants queries by user, and the use of the table's key. */
export function grantQueryByUser(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:Query'],
    resourceArns: [indexArn(users, USER_INDEX_NAME)],
  });
  grantTableKey(grantee, users, 'read');
}

/** Grants writes to the records of users, and to no membership: their keys begin with a character that no tenant id has. */
export function grantUserRecords(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:UpdateItem'],
    resourceArns: [users.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${USER_RECORD_PREFIX}*`] },
      // `ForAllValues` is also true of a request that names no key at all.
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    },
  });
  grantTableKey(grantee, users, 'write');
}

/** Attributes that an update of a profile reads, writes or compares. The role is not among them. */
const PROFILE_ATTRIBUTES = [
  USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_ATTRIBUTE.name, USER_ATTRIBUTE.email, USER_ATTRIBUTE.emailKey, USER_ATTRIBUTE.profileAt,
  USER_RECORD_ATTRIBUTE.profile, USER_RECORD_ATTRIBUTE.profileJoins,
];

/** Grants what it takes to write names and addresses of memberships, and to note that in the records of users. No role can be written, and no row deleted. */
export function grantProfiles(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'], resourceArns: [users.tableArn] });
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:UpdateItem'],
    resourceArns: [users.tableArn],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': PROFILE_ATTRIBUTES },
      // `ForAllValues` is also true of a request that names no attribute at all.
      'Null': { 'dynamodb:Attributes': 'false' },
      // With another value, attributes are returned that the list above does not allow.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
      'StringEqualsIfExists': { 'dynamodb:ReturnValues': 'NONE' },
    },
  });
  grantQueryByUser(grantee, users);
  grantTableKey(grantee, users, 'write');
}
