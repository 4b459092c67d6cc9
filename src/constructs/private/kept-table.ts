import { RemovalPolicy, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';

export interface KeptTableProps {
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
  readonly deletionProtection?: boolean;
}

/**
 * What all tables of the tenancy have in common: on demand, recoverable, with a change stream, and kept unless the app says otherwise.
 *
 * @param what The table, or the tables, that this is for.
 * @throws Error when the table is to go with the stack and DynamoDB would refuse to delete it
 */
export function keptTable(scope: Construct, what: string, props: KeptTableProps): Omit<dynamodb.TableProps, 'partitionKey'> {
  const { removalPolicy = RemovalPolicy.RETAIN, deletionProtection = true, encryptionKey } = props;
  if (removalPolicy === RemovalPolicy.DESTROY && deletionProtection) {
    throw new ConstructError(scope, 'removalPolicy is DESTROY, but deletionProtection is on and DynamoDB would refuse. '
      + `Set deletionProtection: false to let ${what} go with the stack.`);
  }
  return {
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    removalPolicy,
    deletionProtection,
    ...(encryptionKey && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  };
}

/** A key of a table or of an index: all of them are texts. */
export function stringAttribute(name: string): dynamodb.Attribute {
  return { name, type: dynamodb.AttributeType.STRING };
}
