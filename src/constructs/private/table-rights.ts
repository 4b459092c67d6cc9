import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { indexArn } from './scoped-rights';
import { USER_INDEX_NAME } from '../../contract/attributes';

/** Grants exactly these read actions on a table, and the use of its key. */
export function grantRead(grantee: iam.IGrantable, table: dynamodb.ITable, ...actions: string[]): void {
  iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn] });
  table.encryptionKey?.grantDecrypt(grantee);
}

/** Grants queries by user, and the use of the table's key. */
export function grantQueryByUser(grantee: iam.IGrantable, users: dynamodb.ITable): void {
  iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:Query'],
    resourceArns: [indexArn(users, USER_INDEX_NAME)],
  });
  users.encryptionKey?.grantDecrypt(grantee);
}
