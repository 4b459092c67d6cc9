import { Arn, ArnFormat, Token, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sqs as sqs } from 'aws-cdk-lib';

/** Whether a principal reads or also writes the data that a customer-managed key encrypts. */
export type KeyUse = 'read' | 'write';

const TABLE_KEY: Readonly<Record<KeyUse, readonly string[]>> = {
  read: ['kms:Decrypt'],
  write: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
};

/**
 * The actions for objects and messages. Writes need `kms:Decrypt` too: to join the parts of a large object, and to use a data key for
 * another message.
 */
const OPAQUE_DATA: Readonly<Record<KeyUse, readonly string[]>> = {
  read: ['kms:Decrypt'],
  write: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/**
 * The conditions of each right to a key. The key can encrypt other data too, so the right is restricted to the data of one table, bucket
 * or queue, and to requests of its service.
 */
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Grants the use of a table's customer-managed key through DynamoDB, for the data of this table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function grantTableKey(grantee: iam.IGrantable, table: dynamodb.ITable, use: KeyUse): void {
  grantKey(grantee, table.encryptionKey, TABLE_KEY[use], throughDynamoDbFor(table));
}

/**
 * Grants the use of a table's key to read its stream, which is encrypted like the table. `kms:DescribeKey` has no encryption context. AWS
 * does not document which of DynamoDB's two endpoints is used for streams, so both are allowed.
 */
export function grantStreamKey(grantee: iam.IGrantable, table: dynamodb.ITable): void {
  const asStream = through('dynamodb', 'streams.dynamodb');
  grantKey(grantee, table.encryptionKey, TABLE_KEY.read, { ...throughDynamoDbFor(table), ...asStream });
  grantKey(grantee, table.encryptionKey, ['kms:DescribeKey'], asStream);
}

/**
 * Grants the use of a bucket's customer-managed key through S3, for these objects. With bucket keys, the encryption context is the ARN of
 * the bucket instead of the object.
 *
 * @param objectArns ARNs of the objects; can contain wildcards.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function grantObjectsKey(
  grantee: iam.IGrantable, { encryptionKey, bucketArn }: s3.IBucket, objectArns: string, use: KeyUse,
): void {
  const { StringLike: service } = through('s3');
  grantKey(grantee, encryptionKey, OPAQUE_DATA[use], { StringLike: { ...service, [contextKey('aws:s3:arn')]: [bucketArn, objectArns] } });
}

/**
 * Grants the use of a queue's customer-managed key through SQS, for the messages of this queue. `read` is for receiving, `write` for
 * sending.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function grantQueueKey(grantee: iam.IGrantable, { encryptionMasterKey, queueArn }: sqs.IQueue, use: KeyUse): void {
  grantKey(grantee, encryptionMasterKey, OPAQUE_DATA[use], { ...through('sqs'), StringEquals: { [contextKey('aws:sqs:arn')]: queueArn } });
}

/** Returns the conditions for a table. DynamoDB passes the table's name and account to KMS in the encryption context. */
function throughDynamoDbFor(table: dynamodb.ITable): Conditions {
  return {
    ...through('dynamodb'),
    StringEquals: { [contextKey('aws:dynamodb:tableName')]: table.tableName, [contextKey('aws:dynamodb:subscriberId')]: accountOf(table) },
  };
}

/** Returns the account of a table. For an imported table, only its ARN contains the account. */
function accountOf({ tableArn, env }: dynamodb.ITable): string {
  return Token.isUnresolved(tableArn) ? env.account : Arn.split(tableArn, ArnFormat.SLASH_RESOURCE_NAME).account!;
}

/** Returns the condition for requests through these services, in any Region and partition: `dynamodb.eu-north-1.amazonaws.com`. */
function through(...services: string[]) {
  return { StringLike: { 'kms:ViaService': services.map((service) => `${service}.*`) } };
}

function contextKey(name: string): string {
  return `kms:EncryptionContext:${name}`;
}

function grantKey(grantee: iam.IGrantable, key: kms.IKey | undefined, actions: readonly string[], conditions: Conditions): void {
  key?.grant(conditioned(grantee, conditions), ...actions);
}

/**
 * Wraps a grantee so that each of its new statements has these conditions. `IKey.grant` decides whether the key's policy must name the
 * grantee, but accepts no conditions.
 */
function conditioned(grantee: iam.IGrantable, conditions: Conditions): iam.IGrantable {
  const { grantPrincipal } = grantee;
  const addToPrincipalPolicy = (statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult => {
    statement.addConditions(conditions);
    return grantPrincipal.addToPrincipalPolicy(statement);
  };
  const principal: iam.IPrincipal = Object.create(grantPrincipal, {
    addToPrincipalPolicy: { value: addToPrincipalPolicy },
    policyFragment: { get: () => new iam.PrincipalWithConditions(grantPrincipal, conditions).policyFragment },
  });
  return { grantPrincipal: Object.defineProperty(principal, 'grantPrincipal', { value: principal }) };
}
