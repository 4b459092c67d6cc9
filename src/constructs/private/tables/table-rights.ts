import { aws_dynamodb as dynamodb, aws_iam as iam } from 'aws-cdk-lib';
import { TENANT_ATTRIBUTE, USER_ATTRIBUTE, USER_INDEX_NAME, USER_RECORD_ATTRIBUTE, USER_RECORD_PREFIX } from '../../../contract/attributes';
import { AUDIT_PERSON_ATTRIBUTES } from '../../../contract/audit-people';
import { RIGHTS_ATTRIBUTES } from '../../../contract/freshness';
import { REMOVAL_ATTRIBUTES } from '../../../contract/removals';
import type { ITenantTables } from '../../tenant-tables';
import { indexArn } from '../isolation/scoped-rights';
import { grantTableKey } from '../rights/key-rights';

/** Grants these read actions on a table, and the use of its key. */
export function grantRead(grantee: iam.IGrantable, table: dynamodb.ITable, ...actions: string[]): void {
  iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn] });
  grantTableKey(grantee, table, 'read');
}

/**
 * Grants the rights to add a user to a tenant: to write the membership and the user's record, and to find tenants that the record can
 * drop.
 *
 * @param onTenants Actions on the tenant.
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

/** Grants writes to the records of users, but not to memberships. */
export function grantUserRecords(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:UpdateItem'],
    resourceArns: [users.tableArn],
    conditions: onRecords(),
  });
  grantTableKey(grantee, users, 'write');
}

/** Limits conditions to the records of users. Keys of records begin with a character that tenant ids don't contain. */
function onRecords<Conditions extends { readonly Null: object }>(conditions?: Conditions) {
  return {
    ...conditions,
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${USER_RECORD_PREFIX}*`] },
    // `ForAllValues` is also true for a request without any key.
    'Null': { ...conditions?.Null, 'dynamodb:LeadingKeys': 'false' },
  };
}

/** The attributes that an update of a profile reads, writes or compares. The role is not among them. */
const PROFILE_ATTRIBUTES = [
  USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_ATTRIBUTE.name, USER_ATTRIBUTE.email, USER_ATTRIBUTE.emailKey, USER_ATTRIBUTE.profileAt,
  USER_ATTRIBUTE.changedBy, USER_RECORD_ATTRIBUTE.profile, USER_RECORD_ATTRIBUTE.profileJoins, USER_RECORD_ATTRIBUTE.erasedAt,
];

/**
 * The conditions of a write that names these attributes only, and returns none.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function onlyAttributes(attributes: string[]) {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
    // `ForAllValues` is also true for a request without any attribute.
    'Null': { 'dynamodb:Attributes': 'false' },
    // Other values would return attributes that the list above does not allow.
    'StringEqualsIfExists': { 'dynamodb:ReturnValues': 'NONE' },
  };
}

/**
 * Grants the rights to write names and addresses of memberships, and to record this in the records of users. Roles can't be written, and
 * rows can't be deleted.
 */
export function grantProfiles(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'], resourceArns: [users.tableArn] });
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:UpdateItem'],
    resourceArns: [users.tableArn],
    conditions: onlyAttributes(PROFILE_ATTRIBUTES),
  });
  grantQueryByUser(grantee, users);
  grantTableKey(grantee, users, 'write');
}

/**
 * Grants the authorizer the reads that decide about a request: the attributes of rights in any tenant, and nothing else.
 */
export function grantReadRights(grantee: iam.IGrantable, tables: ITenantTables): void {
  grantReadAttributes(grantee, tables, RIGHTS_ATTRIBUTES);
}

/** Grants the functions behind the change streams the reads that tell who has removed a member: marks in any tenant, and no name or address. */
export function grantReadRemovals(grantee: iam.IGrantable, tables: ITenantTables): void {
  grantReadAttributes(grantee, tables, REMOVAL_ATTRIBUTES);
}

/**
 * The conditions of a batch read of these attributes and no others. A request without a projection would return whole rows, so each must name its
 * attributes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function onlyReadAttributes(attributes: readonly string[]) {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...attributes] },
    'StringEquals': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    // `ForAllValues` is also true for a request without any attribute.
    'Null': { 'dynamodb:Attributes': 'false', 'dynamodb:Select': 'false' },
  };
}

/** Grants batch reads of these attributes of any tenant and user, and of no others. */
function grantReadAttributes(grantee: iam.IGrantable, tables: ITenantTables, attributes: Record<'tenants' | 'users', readonly string[]>): void {
  for (const name of ['tenants', 'users'] as const) {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:BatchGetItem'],
      resourceArns: [tables[name].tableArn],
      conditions: onlyReadAttributes(attributes[name]),
    });
    grantTableKey(grantee, tables[name], 'read');
  }
}

/** The attributes that a write ends sessions with, and those that it compares. */
const SESSIONS_ATTRIBUTES = [
  USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_RECORD_ATTRIBUTE.validAfter, USER_RECORD_ATTRIBUTE.sessionsEndedBy,
  USER_RECORD_ATTRIBUTE.erasedAt,
];

/**
 * Grants the rights to end the sessions of any user: to mark the user's record, and to compare roles, the status of tenants and tombstones with a
 * value. Nothing can be read, and no membership can be written.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function grantEndSessions(grantee: iam.IGrantable, { tenants, users }: ITenantTables): void {
  grantRecordAttributes(grantee, users, SESSIONS_ATTRIBUTES);
  const compared: Array<[dynamodb.ITable, string[]]> = [
    [users, [USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_ATTRIBUTE.role, USER_RECORD_ATTRIBUTE.erasedAt]],
    [tenants, [TENANT_ATTRIBUTE.tenantId, TENANT_ATTRIBUTE.status]],
  ];
  for (const [table, attributes] of compared) {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:ConditionCheckItem'],
      resourceArns: [table.tableArn],
      conditions: onlyAttributes(attributes),
    });
  }
  grantTableKey(grantee, tenants, 'read');
}

/** The attributes of keys for client details, and those that their write compares. */
const CLIENT_KEYS_ATTRIBUTES = [
  USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_RECORD_ATTRIBUTE.sealingKey, USER_RECORD_ATTRIBUTE.openingKey, USER_RECORD_ATTRIBUTE.erasedAt,
];

/** Grants the right to give any user keys for client details. Nothing can be read, and no membership can be written. */
export function grantProvideClientKeys(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  grantRecordAttributes(grantee, users, CLIENT_KEYS_ATTRIBUTES);
}

/** Grants updates of these attributes in the records of users, and no reads. */
function grantRecordAttributes(grantee: iam.IGrantable, users: dynamodb.ITable, attributes: string[]): void {
  iam.Grant.addToPrincipal({
    grantee, actions: ['dynamodb:UpdateItem'], resourceArns: [users.tableArn], conditions: onRecords(onlyAttributes(attributes)),
  });
  grantTableKey(grantee, users, 'write');
}

/** Grants reads of these attributes in the records of users: whether a user was erased, and the key that opens the user's client details. */
export function grantReadAuditPeople(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:BatchGetItem'],
    resourceArns: [users.tableArn],
    conditions: onRecords(onlyReadAttributes(AUDIT_PERSON_ATTRIBUTES.record)),
  });
  grantTableKey(grantee, users, 'read');
}
