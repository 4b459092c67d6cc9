import { RemovalPolicy, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { protectTable } from './deletion-protection';
import { requireBoolean } from '../validation/switch';

export interface KeptTableProps {
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
  readonly deletionProtection?: boolean;
}

/** The properties in which the tables differ. */
export type OwnTableProps = Pick<dynamodb.TableProps, 'tableName' | 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>;

/** Creates a table of the tenancy: on demand, recoverable, with a change stream, and kept by default. */
export function createKeptTable(scope: Construct, id: string, own: OwnTableProps, props: KeptTableProps): dynamodb.Table {
  const { removalPolicy = RemovalPolicy.RETAIN, deletionProtection, encryptionKey } = props;
  if (deletionProtection !== undefined) {
    requireBoolean(scope, 'deletionProtection', deletionProtection);
  }
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

/** Returns a key of a table or an index. All keys are strings. */
export function stringAttribute(name: string): dynamodb.Attribute {
  return { name, type: dynamodb.AttributeType.STRING };
}
