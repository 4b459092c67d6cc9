import { Stack, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { TABLE_TYPES } from './table-keys';
import { resourceOf } from '../cloudformation/resource-of';
import { ConstructError } from '../validation/construct-error';

const ADVICE = 'Set the stream of the table to StreamViewType.NEW_AND_OLD_IMAGES; for an imported table, pass tableStreamArn to '
  + 'Table.fromTableAttributes. Or turn change events and the audit log off.';

/** @throws Error if a table has no stream, or a stream without both images; the images of an imported table cannot be checked */
export function requireStream(scope: Construct, label: string, table: dynamodb.ITable): void {
  const what = `The ${label} table ${table.node.path}`;
  if (!table.tableStreamArn) {
    throw new ConstructError(scope, `${what} must have a change stream, but has none, or its ARN is unknown. ${ADVICE}`);
  }
  const viewType = viewTypeOf(table);
  if (viewType !== undefined && viewType !== dynamodb.StreamViewType.NEW_AND_OLD_IMAGES) {
    throw new ConstructError(scope, `${what} must have a stream of ${dynamodb.StreamViewType.NEW_AND_OLD_IMAGES}, but its stream is of ${viewType}. ${ADVICE}`);
  }
}

function viewTypeOf(table: dynamodb.ITable): string | undefined {
  const resource = resourceOf<dynamodb.CfnTable | dynamodb.CfnGlobalTable>(table, ...TABLE_TYPES);
  return resource && Stack.of(table).resolve(resource.streamSpecification)?.streamViewType;
}
