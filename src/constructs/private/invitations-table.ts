import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import { requireTableKeys } from './table-keys';
import { INVITATION_ATTRIBUTE } from '../../contract/attributes';

export interface InvitationsTableProps {
  readonly table?: dynamodb.ITable;
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
  readonly deletionProtection?: boolean;
}

/** The table of invitations: the given one, or a new one. */
export function invitationsTable(scope: Construct, id: string, props: InvitationsTableProps): dynamodb.ITable {
  const { table, encryptionKey, removalPolicy, deletionProtection } = props;
  if (table === undefined) {
    return createTable(scope, id, props);
  }
  const [forNewTable] = Object.entries({ encryptionKey, removalPolicy, deletionProtection }).find(([, value]) => value !== undefined) ?? [];
  if (forNewTable) {
    throw new ConstructError(scope, `${forNewTable} is for the table that is created here and was expected without table, but both are there. `
      + 'Set it on the table that you pass.');
  }
  requireTableKeys(scope, 'invitations', table, [INVITATION_ATTRIBUTE.tenantId, INVITATION_ATTRIBUTE.invitationId]);
  return table;
}

function createTable(scope: Construct, id: string, props: InvitationsTableProps): dynamodb.Table {
  const { removalPolicy = RemovalPolicy.RETAIN, deletionProtection = true, encryptionKey } = props;
  if (removalPolicy === RemovalPolicy.DESTROY && deletionProtection) {
    throw new ConstructError(scope, 'removalPolicy is DESTROY, but deletionProtection is on and DynamoDB would refuse. '
      + 'Set deletionProtection: false to let the table go with the stack.');
  }
  return new dynamodb.Table(scope, id, {
    partitionKey: { name: INVITATION_ATTRIBUTE.tenantId, type: dynamodb.AttributeType.STRING },
    sortKey: { name: INVITATION_ATTRIBUTE.invitationId, type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: INVITATION_ATTRIBUTE.purgeAt,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    removalPolicy,
    deletionProtection,
    ...(encryptionKey && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  });
}
