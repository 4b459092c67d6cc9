import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createKeptTable, type KeptTableProps, stringAttribute } from './kept-table';
import { requireTableKeys } from './table-keys';
import { INVITATION_ATTRIBUTE } from '../../../contract/attributes';
import { ConstructError } from '../validation/construct-error';

export interface InvitationsTableProps extends KeptTableProps {
  readonly table?: dynamodb.ITable;
}

/** Returns the given table of invitations, or creates one. */
export function invitationsTable(scope: Construct, id: string, props: InvitationsTableProps): dynamodb.ITable {
  const { table, encryptionKey, removalPolicy, deletionProtection } = props;
  if (table === undefined) {
    return createTable(scope, id, props);
  }
  const [forNewTable] = Object.entries({ encryptionKey, removalPolicy, deletionProtection }).find(([, value]) => value !== undefined) ?? [];
  if (forNewTable) {
    throw new ConstructError(scope, `${forNewTable} is for the table that is created here and must be left out with table, but both were passed. `
      + 'Set it on the table that you pass.');
  }
  requireTableKeys(scope, 'invitations', table, [INVITATION_ATTRIBUTE.tenantId, INVITATION_ATTRIBUTE.invitationId]);
  return table;
}

function createTable(scope: Construct, id: string, props: KeptTableProps): dynamodb.Table {
  return createKeptTable(scope, id, {
    partitionKey: stringAttribute(INVITATION_ATTRIBUTE.tenantId),
    sortKey: stringAttribute(INVITATION_ATTRIBUTE.invitationId),
    timeToLiveAttribute: INVITATION_ATTRIBUTE.purgeAt,
  }, props);
}
