import { Arn, ArnFormat, Token, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sqs as sqs } from 'aws-cdk-lib';

/** What a principal does with the data that a customer-managed key encrypts. */
export type KeyUse = 'read' | 'write';

const TABLE_KEY: Readonly<Record<KeyUse, readonly string[]>> = {
  read: ['kms:Decrypt'],
  write: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
};

/** Of objects and messages. A data key is decrypted again when the parts of a large object are put together, and when it is used for another message. */
const OPAQUE_DATA: Readonly<Record<KeyUse, readonly string[]>> = {
  read: ['kms:Decrypt'],
  write: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/** Of each right to a key, which may encrypt much else: it is for the data of one table, bucket or queue, and used by its service only. */
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Grants the use of the customer-managed key of a table: by DynamoDB, for the data of this table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function grantTableKey(grantee: iam.IGrantable, table: dynamodb.ITable, use: KeyUse): void {
  grantKey(grantee, table.encryptionKey, TABLE_KEY[use], throughDynamoDbFor(table));
}

/**
 * Grants what it takes to read the stream of a table, which is encrypted like the table. The description of a key has no encryption context. AWS does
 * not document by which of its two endpoints DynamoDB asks for a stream.
 */
export function grantStreamKey(grantee: iam.IGrantable, table: dynamodb.ITable): void {
  const asStream = through('dynamodb', 'streams.dynamodb');
  grantKey(grantee, table.encryptionKey, TABLE_KEY.read, { ...throughDynamoDbFor(table), ...asStream });
  grantKey(grantee, table.encryptionKey, ['kms:DescribeKey'], asStream);
}

/**
 * Grants the use of the customer-managed key of a bucket: by S3, for these objects. Objects that have a bucket key are encrypted for the
 * bucket as a whole.
 *
 * @param objectArns ARNs of the objects; may have wildcards.
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
 * Grants the use of the customer-managed key of a queue: by SQS, for the messages of this queue. Reading is to receive, writing to send.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function grantQueueKey(grantee: iam.IGrantable, { encryptionMasterKey, queueArn }: sqs.IQueue, use: KeyUse): void {
  grantKey(grantee, encryptionMasterKey, OPAQUE_DATA[use], { ...through('sqs'), StringEquals: { [contextKey('aws:sqs:arn')]: queueArn } });
}

/** DynamoDB tells KMS which table it works for, by its name and the account that it belongs to. */
function throughDynamoDbFor(table: dynamodb.ITable): Conditions {
  return {
    ...through('dynamodb'),
    StringEquals: { [contextKey('aws:dynamodb:tableName')]: table.tableName, [contextKey('aws:dynamodb:subscriberId')]: accountOf(table) },
  };
}

/** An imported table says by its ARN only that it belongs to another account. */
function accountOf({ tableArn, env }: dynamodb.ITable): string {
  return Token.isUnresolved(tableArn) ? env.account : Arn.split(tableArn, ArnFormat.SLASH_RESOURCE_NAME).account!;
}

/** Requests of these services, of any Region (that of the key is in its ARN) and any partition: `dynamodb.eu-north-1.amazonaws.com`. */
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
 * Wraps a grantee so that each statement it gets has these conditions. `IKey.grant`, which knows when the key's policy must name the grantee, accepts none.
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
