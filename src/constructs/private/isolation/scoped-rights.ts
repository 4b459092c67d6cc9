import { aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { SessionTag } from '../../../contract/isolation';
import { type KeyFormat, keyFor } from '../../../contract/key-format';
import { grantObjectsKey, type KeyUse } from '../rights/key-rights';
import { acknowledgeWildcard } from '../validation/acknowledged-findings';

/** Reads by key. No `Scan` and no PartiQL: a scan names no key, so there is nothing to hold against the session's tag. */
export const READ_ROWS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];

/** Transactions are authorized as the single operations in them. */
export const WRITE_ROWS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** All that rows can be asked for by an index. Everything else is about the table itself. */
export const QUERY_INDEX = ['dynamodb:Query'];

/**
 * Lets a scoped role use the rows whose partition key is built from the value of its session tag; on an index, those whose
 * partition key of the index is.
 *
 * @param format What the partition key has around the tag.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function grantRows(
  role: iam.IRole,
  tag: SessionTag,
  resourceArns: string[],
  actions: readonly string[],
  format: KeyFormat = { before: '', behind: '' },
): iam.Grant {
  return iam.Grant.addToPrincipal({
    grantee: role,
    actions: [...actions],
    resourceArns,
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [keyFor(sessionTag(tag), format)] },
      // `ForAllValues` is also true of a request that names no key at all.
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

/** The index of a table, by its exact ARN. */
export function indexArn(table: dynamodb.ITable, indexName: string): string {
  return `${table.tableArn}/index/${indexName}`;
}

/**
 * Lets a scoped role use the objects below a prefix that is built from the value of its session tag.
 *
 * @param format The prefix, with a slash at its end.
 */
export function grantPrefix(
  role: iam.IRole, tag: SessionTag, bucket: s3.IBucket, format: KeyFormat, keyUse: KeyUse, objectActions: readonly string[],
): iam.Grant {
  const prefix = `${keyFor(sessionTag(tag), format)}*`;
  const objectArns = bucket.arnForObjects(prefix);
  acknowledgeWildcard(role, objectArns, 'The wildcard stands for the rest of the key of an object, behind the tenant that the session is for.');
  grantObjectsKey(role, bucket, objectArns, keyUse);
  const objects = iam.Grant.addToPrincipal({ grantee: role, actions: [...objectActions], resourceArns: [objectArns] });
  return objects.combine(iam.Grant.addToPrincipal({
    grantee: role,
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    // The slash belongs to it: without, the tenant t1 would list what is of t10.
    conditions: { StringLike: { 's3:prefix': [prefix] } },
  }));
}

/** IAM puts the value of the session's tag in the place of this. A request without the tag matches no such statement. */
function sessionTag(tag: SessionTag): string {
  return `\${aws:PrincipalTag/${tag}}`;
}
