import { aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { SessionTag } from '../../../contract/isolation';
import { type KeyFormat, keyFor } from '../../../contract/key-format';
import { grantObjectsKey, type KeyUse } from '../rights/key-rights';
import { acknowledgeWildcard } from '../validation/acknowledged-findings';

/** Reads by key. `Scan` and PartiQL are excluded: a scan names no key, so IAM has nothing to compare with the session's tag. */
export const READ_ROWS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];

/** Writes by key. Transactions are authorized by the single operations in them. */
export const WRITE_ROWS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** The only operation on an index. All others are on the table. */
export const QUERY_INDEX = ['dynamodb:Query'];

/**
 * Lets a scoped role use the rows whose partition key is built from the value of its session tag. For an index, this is the partition key
 * of the index.
 *
 * @param format The texts around the tag's value in the partition key.
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
      // `ForAllValues` is also true for a request without any key.
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

/** Returns the exact ARN of an index. */
export function indexArn(table: dynamodb.ITable, indexName: string): string {
  return `${table.tableArn}/index/${indexName}`;
}

/** The rights of a scoped role on the objects of a prefix. */
export interface PrefixRights {
  readonly objectActions: readonly string[];
  /** @default 's3:ListBucket' */
  readonly listAction?: 's3:ListBucket' | 's3:ListBucketVersions';
  /** @default - no use of the bucket's key, for actions that neither read nor write the data of an object */
  readonly keyUse?: KeyUse;
}

/**
 * Lets a scoped role use the objects with a prefix that is built from the value of its session tag.
 *
 * @param format The prefix, with a slash at its end.
 */
export function grantPrefix(
  role: iam.IRole, tag: SessionTag, bucket: s3.IBucket, format: KeyFormat, { objectActions, listAction = 's3:ListBucket', keyUse }: PrefixRights,
): iam.Grant {
  const prefix = `${keyFor(sessionTag(tag), format)}*`;
  const objectArns = bucket.arnForObjects(prefix);
  acknowledgeWildcard(role, objectArns, "The wildcard stands for the rest of an object's key, after the tenant of the session.");
  if (keyUse !== undefined) {
    grantObjectsKey(role, bucket, objectArns, keyUse);
  }
  const objects = iam.Grant.addToPrincipal({ grantee: role, actions: [...objectActions], resourceArns: [objectArns] });
  return objects.combine(grantList(role, tag, bucket, format, listAction));
}

/** Lets a scoped role list the objects with a prefix that is built from the value of its session tag. */
export function grantList(
  role: iam.IRole, tag: SessionTag, bucket: s3.IBucket, format: KeyFormat, action: 's3:ListBucket' | 's3:ListBucketVersions' = 's3:ListBucket',
): iam.Grant {
  return iam.Grant.addToPrincipal({
    grantee: role,
    actions: [action],
    resourceArns: [bucket.bucketArn],
    // The prefix ends with a slash. Without it, tenant t1 could list the objects of tenant t10.
    conditions: { StringLike: { 's3:prefix': [`${keyFor(sessionTag(tag), format)}*`] } },
  });
}

/** The policy variable that IAM replaces with the value of the session's tag. Without the tag, the statement doesn't match. */
export function sessionTag(tag: SessionTag): string {
  return `\${aws:PrincipalTag/${tag}}`;
}
