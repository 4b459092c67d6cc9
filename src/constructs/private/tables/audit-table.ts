import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createKeptTable, type KeptTableProps, stringAttribute } from './kept-table';
import { AUDIT_ATTRIBUTE } from '../../../contract/audit';

/** Creates the table of the audit log. No prop takes a table of the application: its roles could change records there. */
export function createAuditTable(scope: Construct, id: string, props: KeptTableProps): dynamodb.Table {
  return createKeptTable(scope, id, {
    partitionKey: stringAttribute(AUDIT_ATTRIBUTE.tenantId),
    sortKey: stringAttribute(AUDIT_ATTRIBUTE.recordId),
    timeToLiveAttribute: AUDIT_ATTRIBUTE.expiresAt,
  }, props);
}
