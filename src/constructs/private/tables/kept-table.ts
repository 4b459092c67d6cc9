import { RemovalPolicy, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { protectTable } from './deletion-protection';

export interface KeptTableProps {
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
  readonly deletionProtection?: boolean;
}

/** What one table has that the others don't. */
export type OwnTableProps = Pick<dynamodb.TableProps, 'tableName' | 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>;

/** A table as all tables of the tenancy are: on demand, recoverable, with a change stream, and kept unless the app says otherwise. */
export function createKeptTable(scope: Construct, id: string, own: OwnTableProps, props: KeptTableProps): dynamodb.Table {
  const { removalPolicy = RemovalPolicy.RETAIN, deletionProtection, encryptionKey } = props;
  const table = new dynamodb.Table(scope, id, {
    ...own,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    removalPolicy,
    ...(encryptionKey && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  });
  protectTable(table, deletionProtection);
  return table;
}

/** A key of a table or of an index: all of them are texts. */
export function stringAttribute(name: string): dynamodb.Attribute {
  return { name, type: dynamodb.AttributeType.STRING };
}
